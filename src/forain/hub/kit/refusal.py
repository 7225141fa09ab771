"""A "no" to a person or program, said before anything was sent: a stable code, and words that show the way out."""

from __future__ import annotations

from typing import Any


class NotAllowed(Exception):
    """`code` is for programs, `words` (translated) for people; `facts` are worth showing beside them."""

    def __init__(self, code: str, words: str, **facts: Any) -> None:
        self.code = code
        self.words = str(words)
        self.facts = facts
        super().__init__(self.words)
