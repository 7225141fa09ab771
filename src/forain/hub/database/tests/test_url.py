from pathlib import Path

import psycopg
import pytest

from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.errors import ServerError
from forain.hub.database.french import sort_key
from forain.hub.database.url import database_url, django_database


def test_the_setting_wins_then_the_file_then_the_embedded_server(running: EmbeddedServer, area: Path) -> None:
    file = area / "secret"
    file.write_text("postgresql://file/db\n")
    both = {"FORAIN_DATABASE_URL": "postgresql://set/db", "FORAIN_DATABASE_URL_FILE": str(file)}
    assert database_url(running.data, both) == "postgresql://set/db"
    assert database_url(running.data, {"FORAIN_DATABASE_URL_FILE": str(file)}) == "postgresql://file/db"
    assert database_url(running.data, {}) == running.url


def test_a_file_that_cannot_be_read_is_named_and_nothing_else_is_tried(area: Path) -> None:
    for file in (area / "missing", area):
        with pytest.raises(ServerError, match=r"FORAIN_DATABASE_URL_FILE names .* cannot be read"):
            database_url(area / "data", {"FORAIN_DATABASE_URL_FILE": str(file)})
    assert not (area / "data").exists()


def test_django_gets_the_same_database() -> None:
    assert django_database("postgresql://me:p%40ss@/shop?host=/var/a%20b&port=5433&sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "/var/a b",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_french_words_are_in_the_order_of_a_dictionary_and_an_index_may_hold_it(
    running: EmbeddedServer,
) -> None:
    words = [
        "zèbre",
        "Étienne",
        "eau",
        "œuf",
        "Ethan",
        "ôter",
        "cœur",
        "cobra",
        "corde",
        "Àge",
        "noël",
        "noeud",
    ]
    with psycopg.connect(running.url) as connection:
        connection.execute("CREATE TABLE words (word text)")
        connection.cursor().executemany("INSERT INTO words VALUES (%s)", [[word] for word in words])
        connection.execute(f"CREATE INDEX ON words (({sort_key('word')}))".encode())
        found = [
            row[0]
            for row in connection.execute(f"SELECT word FROM words ORDER BY {sort_key('word')}".encode())
        ]
    in_order = [
        "Àge",
        "cobra",
        "cœur",
        "corde",
        "eau",
        "Ethan",
        "Étienne",
        "noël",
        "noeud",
        "œuf",
        "ôter",
        "zèbre",
    ]
    assert found == in_order
