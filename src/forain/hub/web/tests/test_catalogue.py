"""French is complete: every string of code and templates, nothing fuzzy, nothing left over, the .mo as the .po."""

from __future__ import annotations

import re

from tools import messages


def test_every_string_has_its_french() -> None:
    """Else run `make messages` and translate what it names."""
    assert messages.untranslated(messages.renewed()) == []


def test_the_catalogue_on_disk_is_the_renewed_one() -> None:
    kept = {(one.context, messages._key(one.id)): one for one in messages.kept() if one.id}
    new = {(one.context, messages._key(one.id)): one for one in messages.renewed() if one.id}
    assert set(kept) == set(new)
    assert not [one.id for one in kept.values() if one.fuzzy]


def test_the_compiled_catalogue_is_fresh() -> None:
    assert messages.MO.read_bytes() == messages.compiled(messages.kept())


def test_translations_fill_the_same_blanks() -> None:
    for one in messages.kept():
        source = " ".join(one.id) if isinstance(one.id, tuple) else one.id
        target = " ".join(one.string) if isinstance(one.string, tuple) else one.string
        assert _blanks(str(source)) == _blanks(str(target)), source


def test_french_typography() -> None:
    """A thin space before ; ! ? and a no-break one before : and inside « »; no straight apostrophe."""
    for one in messages.kept():
        for text in one.string if isinstance(one.string, tuple) else [str(one.string)]:
            if one.id and "H:i" not in str(one.id):
                assert not re.search(r"[  ][;!?:»]|« |\w'\w", text), text


def _blanks(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))
