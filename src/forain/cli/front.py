"""The first page of help, written without Click: importing Click costs six times what Python itself costs."""

from forain.cli.commands import COMMANDS
from forain.cli.language import language

_FRAME = {
    "en": (
        "Usage: forain [--data DIR] [--workspace NAME] COMMAND [ARGS]...",
        "A hub for sellers on European marketplaces, and a sandbox of the marketplaces.",
        "Begin with `forain demo`.",
        "Commands:",
        "Options:",
        "`forain COMMAND --help` says more.",
    ),
    "fr": (
        "Utilisation : forain [--data DOSSIER] [--workspace NOM] COMMANDE [ARGS]...",
        "Un hub pour les vendeurs des places de marché européennes, et un bac à sable.",
        "Commencez par `forain demo`.",
        "Commandes :",
        "Options :",
        "`forain COMMANDE --help` en dit plus.",
    ),
}
_OPTIONS = {
    "en": {
        "--data DIR": "Folder of everything that is kept (also FORAIN_DATA)",
        "--workspace NAME": "The merchant, where there are several",
        "--version": "Show the version and exit",
        "--help": "Show this page and exit",
    },
    "fr": {
        "--data DOSSIER": "Dossier de tout ce qui est gardé (ou FORAIN_DATA)",
        "--workspace NOM": "Le marchand, quand il y en a plusieurs",
        "--version": "Montrer la version et sortir",
        "--help": "Montrer cette page et sortir",
    },
}


def help_page() -> str:
    """The page as text, in the person's language; no line is longer than 90 columns."""
    tongue = language()
    usage, what, begin, commands, options, more = _FRAME[tongue]
    column = 1 if tongue == "en" else 2
    shown = [_row(name, entry[column]) for name, entry in COMMANDS.items()]
    flags = [_row(name, words) for name, words in _OPTIONS[tongue].items()]
    lines = [usage, "", f"  {what}", f"  {begin}", "", commands, *shown, "", options, *flags, "", more]
    return "\n".join(lines) + "\n"


def _row(name: str, words: str) -> str:
    return f"  {name:<18}{words}"
