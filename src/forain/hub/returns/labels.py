"""A return label as a link or a file, checked before it is sent: length, address, size, and type by its content."""

from __future__ import annotations

import base64
import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from forain.connect.contract import Label
from forain.hub.kit.refusal import NotAllowed
from forain.trade.commands import Paper

#: Type -> how such a file begins and what stands near its end (a file cut short lacks the end), and its suffix.
SHAPES: dict[str, tuple[bytes, bytes, str]] = {
    "application/pdf": (b"%PDF-", b"%%EOF", ".pdf"),
    "image/png": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", ".png"),
    "image/jpeg": (b"\xff\xd8\xff", b"\xff\xd9", ".jpg"),
}
#: How far from the end the mark may stand: some programs write a little behind it.
TAIL = 1024
LONGEST_NAME = 100


def checked_link(link: str, rule: Label) -> str:
    """The link as it is sent. Raises NotAllowed (`label_link_malformed`, `label_link_too_long`)."""
    link = link.strip()
    if len(link) > rule.longest_link:
        raise NotAllowed(
            "label_link_too_long",
            _(
                "The address of the label has %(n)d characters; at most %(most)d are taken. Shorten it, or send the file."
            )
            % {"n": len(link), "most": rule.longest_link},
            longest=rule.longest_link,
        )
    if not _is_address(link):
        raise NotAllowed(
            "label_link_malformed", _("The address of the label must begin with http:// or https://.")
        )
    return link


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not re.search(r"\s", link)


def checked_file(name: str, content: bytes, rule: Label) -> Paper:
    """The file as it is sent; its type is told by its content. Raises NotAllowed (`label_empty`, `label_too_large`,
    `label_type`)."""
    if not content:
        raise NotAllowed("label_empty", _("The file is empty."))
    if len(content) > rule.largest:
        raise NotAllowed(
            "label_too_large",
            _("The file has %(size).1f MiB; at most %(most).1f MiB are taken. Send a link instead.")
            % {"size": len(content) / 2**20, "most": rule.largest / 2**20},
            largest=rule.largest,
        )
    kind = _kind(content)
    if kind not in rule.types:
        raise NotAllowed(
            "label_type",
            _("The file must be a whole %(types)s; this one is something else, or was cut short.")
            % {"types": ", ".join(one.rpartition("/")[2].upper() for one in rule.types)},
            types=list(rule.types),
        )
    return Paper(name=_safe(name, SHAPES[kind][2]), content_type=kind, content=content)


def from_base64(text: str) -> bytes:
    """The content of a file. Raises NotAllowed (`label_not_base64`)."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise NotAllowed("label_not_base64", _("The content of the file is not base64.")) from None


def _kind(content: bytes) -> str:
    """The type a whole file of it has; "" for anything else."""
    return next(
        (
            kind
            for kind, (begins, ends, _suffix) in SHAPES.items()
            if content.startswith(begins) and ends in content[-TAIL:]
        ),
        "",
    )


def _safe(name: str, suffix: str) -> str:
    """A name any system can store, with the suffix of what the file is."""
    stem = re.sub(r"[^\w.-]+", "-", name.rpartition(".")[0] or name, flags=re.ASCII).strip("-.")
    return f"{stem[:LONGEST_NAME] or 'label'}{suffix}"
