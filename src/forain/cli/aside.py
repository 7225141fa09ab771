"""Work that needs Django, done in a process of its own: the one that watches the others stays small.

The work is a generator function: it yields the names of its steps and returns a JSON-able result. Lines of JSON
come back: `{"step": …}`, then `{"result": …}` or `{"failure": …}`.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator
from typing import Any

from forain.cli.exits import Exit, Failure, foreseen
from forain.cli.language import say
from forain.hub.processes.child import PARENT

Steps = Generator[str, None, Any]


def aside(work: str, facts: dict[str, Any], on_step: Callable[[str], None]) -> Any:
    """Run `module:function` with keyword arguments; raises Failure, as the child did."""
    command = [sys.executable, "-m", "forain.hub.processes.child", f"{__name__}:main", work]
    environment = {**os.environ, PARENT: str(os.getpid())}
    with subprocess.Popen(  # noqa: S603  our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(facts))
        process.stdin.close()
        try:
            return _read(process, on_step)
        except BaseException:
            process.terminate()
            raise


def _read(process: subprocess.Popen[str], on_step: Callable[[str], None]) -> Any:
    assert process.stdout is not None
    for line in process.stdout:
        said = json.loads(line)
        if "failure" in said:
            raise Failure(said["failure"], Exit(said["exit"]))
        if "result" in said:
            return said["result"]
        on_step(said["step"])
    raise Failure(say("A preparing process ended without an answer; what it printed says why."))


def main() -> int:
    """In the child: read the facts, run the steps, answer. Failures nobody foresaw print their traceback."""
    module, _, name = sys.argv[1].partition(":")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints belongs to stderr
    steps: Steps = getattr(importlib.import_module(module), name)(**json.load(sys.stdin))
    try:
        while True:
            _answer(answers, step=next(steps))
    except StopIteration as end:
        _answer(answers, result=end.value)
    except Exception as error:
        failure = error if isinstance(error, Failure) else foreseen(error)
        if failure is None:
            raise
        _answer(answers, failure=failure.message, exit=failure.exit_code)
    return 0


def _answer(answers: Any, **said: Any) -> None:
    answers.write(json.dumps(said, default=str) + "\n")
    answers.flush()
