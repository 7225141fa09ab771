import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from forain.hub.database.processes import becomes
from forain.hub.database.testing import session_server

HOLD = """
import time, psycopg
from forain.hub.database.testing import session_server
with session_server() as url:
    print(psycopg.conninfo.conninfo_to_dict(url)['host'], flush=True)
    time.sleep(60)
"""


def test_a_session_has_a_server_that_is_gone_afterwards_even_after_a_failure() -> None:
    def fail() -> None:
        with session_server() as url, session_server() as inner:
            assert os.environ["FORAIN_DATABASE_URL"] == url == inner
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("CREATE DATABASE test_of_django")
                seen.append(str(connection.info.host))
            raise RuntimeError

    seen: list[str] = []
    with pytest.raises(RuntimeError):
        fail()
    assert "FORAIN_DATABASE_URL" not in os.environ
    assert not Path(seen[0]).exists()


def test_a_killed_session_leaves_nothing_behind() -> None:
    session = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True)
    assert session.stdout
    folder = Path(session.stdout.readline().strip()).parents[1]
    assert folder.name.startswith("forain-test-")
    session.send_signal(signal.SIGKILL)
    session.communicate()
    assert becomes(lambda: not folder.exists(), 20)
