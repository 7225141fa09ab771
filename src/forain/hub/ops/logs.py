"""Logs: structlog for our own words and the libraries', with secrets taken out before anything is written.

Taken out are values under names that hold secrets, `name=value` pairs inside texts, and the values of credentials
this process unsealed (`keep_secret`), in any place and spelling.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any
from urllib.parse import quote, quote_plus

import structlog

from forain.hub.config import config
from forain.hub.kit.sealed import opened_listeners

MARK = "[redacted]"
_NAMES = "pwd|password|passwd|token|partenaire|partner|authorization|cookie|set-cookie|secret|api_key|apikey|sessionid|csrftoken|credentials"
_SECRET_NAME = re.compile(rf"^(?:.*[_-])?(?:{_NAMES})$", re.IGNORECASE)
_PAIR = re.compile(
    rf"(?i)\b((?:{_NAMES})[\"']?\s*[=:]\s*[\"']?)(?!\[redacted)((?:bearer |basic )?[^\s&\"',;<>)\]}}]+)"
)
_ADDRESS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@/]+@")

_WORD = re.compile(r"[A-Za-z0-9]{4,}")
#: Secrets of letters and digits are found as whole words, however many accounts a worker serves; others one by one.
_words: set[str] = set()
_odd: dict[str, None] = {}
#: Of what is unsealed, logins and national sites are no secrets; the marketplaces' tokens have 16 characters or more.
_SHORTEST_UNSEALED = 12


def keep_secret(values: Iterable[str]) -> None:
    """Never write these values, whatever they are in (shorter than four characters they would eat words)."""
    for value in values:
        if _WORD.fullmatch(value):
            _words.add(value)
        elif len(value) >= 4:
            _odd.update(dict.fromkeys((value, quote(value, safe=""), quote_plus(value))))


def keep_unsealed(values: Iterable[str]) -> None:
    """The same for credentials this process opens."""
    keep_secret(value for value in values if len(value) >= _SHORTEST_UNSEALED)


def redact(text: str) -> str:
    """The text without known secrets, values of secret names, and passwords in addresses."""
    if _words:
        text = _WORD.sub(lambda found: MARK if found[0] in _words else found[0], text)
    for secret in sorted(_odd, key=len, reverse=True):
        text = text.replace(secret, MARK)
    text = _ADDRESS.sub(rf"\1{MARK}@", text)
    return _PAIR.sub(rf"\1{MARK}", text)


def redact_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The processor: nothing passes it with a secret in it."""
    return {name: MARK if _SECRET_NAME.match(str(name)) else _without(value) for name, value in event.items()}


def _without(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return redact_event(None, "", dict(value))
    if isinstance(value, list | tuple):
        return [_without(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact(str(value))


def set_up_logs(process: str = "", *, level: str = "INFO") -> None:
    """Send every log, ours and the libraries', through one chain to stderr: JSON lines, or text for people."""
    if keep_unsealed not in opened_listeners:
        opened_listeners.append(keep_unsealed)
    chain: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _process_named(process),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    _handle(chain, level)


def _handle(chain: list[Any], level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    extra = structlog.stdlib.ExtraAdder()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[extra, *chain],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact_event,
                _renderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("httpx2", "httpx", "httpcore", "httpcore2", "asyncio", "procrastinate", "_granian"):
        logging.getLogger(noisy).setLevel("WARNING")


def _renderer() -> Any:
    if config().log_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _process_named(process: str) -> Any:
    def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if process:
            event.setdefault("process", process)
        return event

    return add
