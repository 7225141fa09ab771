"""How an answer travels: whole, late, cut off or not at all. The engine decides it, a socket or a test carries it out."""

from __future__ import annotations

from dataclasses import dataclass

from forain.sandbox.stage import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`answer` None: the connection is closed and no byte is sent.

    `wait`: real seconds before the first byte, or before the connection is closed.
    `cut`: the connection is closed after so many bytes of the body, which Content-Length announced whole.
    `padding`: so many blanks follow the body; they are streamed, never held.
    """

    answer: Answer | None
    wait: float = 0.0
    cut: int | None = None
    padding: int = 0

    @property
    def length(self) -> int:
        """The Content-Length that is announced."""
        return (len(self.answer.body) if self.answer else 0) + self.padding


def plain(status: int, words: str) -> Answer:
    """A plain text answer of the server itself, in nobody's dialect."""
    return Answer(body=words.encode() + b"\n", content_type="text/plain; charset=utf-8", status=status)
