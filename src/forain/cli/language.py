"""The language of the command line: `FORAIN_LANG`, else the locale's variables; English where neither says French.

English sentences are the keys, so a sentence that lacks its French is still shown, and a test finds it.
"""

import os

_VARIABLES = ("FORAIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language() -> str:
    """`fr` or `en`; the first variable that is set decides, as the C library does it."""
    chosen = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return "fr" if chosen.lower().startswith("fr") else "en"


def say(english: str, **facts: object) -> str:
    """The sentence in the person's language, with its facts filled in."""
    if language() == "fr":
        from forain.cli.french import FRENCH

        english = FRENCH.get(english, english)
    return english.format(**facts) if facts else english


def speak_french_in_click() -> None:
    """Click takes its own words from `gettext` when it is first imported; give it ours where French is wanted."""
    if language() != "fr":
        return
    import gettext

    from forain.cli.french import FRENCH

    gettext.gettext = lambda message: FRENCH.get(message, message)
    gettext.ngettext = _counted


def _counted(msgid1: str, msgid2: str, n: int) -> str:
    """Zero is singular in French."""
    from forain.cli.french import FRENCH

    return FRENCH.get(msgid1 if n < 2 else msgid2, msgid1 if n == 1 else msgid2)
