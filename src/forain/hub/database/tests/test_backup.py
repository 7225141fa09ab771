from pathlib import Path

import psycopg
import pytest

from forain.hub.database.backup import dump, restore
from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.errors import ServerError

SCHEMA = """
CREATE TYPE mood AS ENUM ('gai', 'triste');
CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, buyer text NOT NULL, mood mood);
CREATE TABLE lines (order_id int REFERENCES orders, sku text);
CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.buyer = upper(NEW.buyer); RETURN NEW; END $$;
CREATE TRIGGER loud BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION loud();
CREATE VIEW sad AS SELECT * FROM orders WHERE mood = 'triste';
INSERT INTO orders (buyer, mood) VALUES ('Zoé', 'gai'), ('Anaïs', 'triste');
INSERT INTO lines VALUES (1, 'A-1');
"""


def buyers(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT buyer FROM orders ORDER BY id")]


@pytest.fixture
def filled(running: EmbeddedServer) -> EmbeddedServer:
    with psycopg.connect(running.url) as connection:
        connection.execute("DROP OWNED BY CURRENT_USER CASCADE")
        connection.execute(SCHEMA)
    return running


def test_a_backup_brings_everything_back_and_what_came_later_is_gone(
    filled: EmbeddedServer, area: Path
) -> None:
    dump(filled.admin_url, area / "backup")
    assert (area / "backup").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in area.iterdir()] == ["backup"]
    with psycopg.connect(filled.url) as connection:
        connection.execute(
            "CREATE TABLE later (id serial); DELETE FROM lines; UPDATE orders SET buyer = 'lost'"
        )
    restore(filled.url, area / "backup", replace=True)
    assert buyers(filled.url) == ["ZOÉ", "ANAÏS"]
    with psycopg.connect(filled.url) as connection:
        assert connection.execute("SELECT to_regclass('later')").fetchone() == (None,)
        connection.execute(
            "INSERT INTO orders (buyer) VALUES ('eve')"
        )  # owned by the role, trigger and sequence alive
    assert buyers(filled.url)[-1] == "EVE"


def test_a_database_with_tables_is_not_overwritten_unasked(filled: EmbeddedServer, area: Path) -> None:
    dump(filled.admin_url, area / "backup")
    with pytest.raises(ServerError, match="already has tables"):
        restore(filled.url, area / "backup")


def test_a_damaged_backup_changes_nothing(filled: EmbeddedServer, area: Path) -> None:
    with psycopg.connect(filled.url) as connection:
        connection.execute("INSERT INTO orders (buyer) SELECT md5(n::text) FROM generate_series(1, 20000) n")
    before = buyers(filled.url)
    dump(filled.admin_url, area / "backup")
    whole = (area / "backup").read_bytes()
    for damaged in (
        whole[: len(whole) // 2],
        whole[: len(whole) // 2] + b"\0" * 5000 + whole[len(whole) // 2 + 5000 :],
        b"",
    ):
        (area / "backup").write_bytes(damaged)
        with pytest.raises(ServerError, match="nothing changed"):
            restore(filled.url, area / "backup", replace=True)
        assert buyers(filled.url) == before


def test_a_failed_backup_leaves_no_file(filled: EmbeddedServer, area: Path) -> None:
    with pytest.raises(ServerError, match="was not made"):
        dump("postgresql://nobody@/none?host=/nowhere", area / "backup")
    assert not list(area.iterdir())


def test_row_security_makes_a_backup_fail_and_never_smaller(filled: EmbeddedServer, area: Path) -> None:
    with psycopg.connect(filled.url) as connection:
        connection.execute(
            "ALTER TABLE orders ENABLE ROW LEVEL SECURITY; ALTER TABLE orders FORCE ROW LEVEL SECURITY"
        )
        connection.execute("CREATE POLICY mine ON orders USING (buyer = 'ZOÉ')")
    assert buyers(filled.url) == ["ZOÉ"], "the role is subject to row security"
    with pytest.raises(ServerError, match="row-level security"):
        dump(filled.url, area / "backup")
    dump(filled.admin_url, area / "backup")
    restore(filled.url, area / "backup", replace=True)
    assert buyers(filled.admin_url) == ["ZOÉ", "ANAÏS"]
    assert buyers(filled.url) == ["ZOÉ"]


def test_the_password_is_not_on_the_command_line(filled: EmbeddedServer) -> None:
    from forain.hub.database.backup import _connection

    target, environment = _connection(filled.url)
    assert environment["PGPASSWORD"] in filled.url
    assert environment["PGPASSWORD"] not in target
