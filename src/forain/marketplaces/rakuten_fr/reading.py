"""What an answer is taken for: an error document, one that cannot be read, or records to be read one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from forain.marketplaces.rakuten_fr.errors import rejection
from forain.marketplaces.rakuten_fr.messages import ErrorResponse
from forain.sdk.bulk import Stored
from forain.sdk.errors import AnswerLost, BrokenAnswer
from forain.wire.errors import BadValue, Malformed, Missing, WireError, WrongRoot
from forain.wire.http import Reply
from forain.wire.operation import Operation
from forain.wire.redaction import redact
from forain.wire.xml import Decoded, RecordStream, decode, peek_root, stream

Answer = TypeVar("Answer")
Record = TypeVar("Record")


def insist_on_no_error(operation: Operation[Any], reply: Reply, secrets: Iterable[str]) -> None:
    """Raises the SDK's error for an error document, whatever its HTTP status; WireError for what has no root."""
    if peek_root(reply.body) == "errorresponse":
        document = decode(ErrorResponse, reply.body).value
        raise rejection(document, service=operation.name, secrets=secrets)


def unreadable(
    operation: Operation[Answer], error: WireError, status: int, secrets: Iterable[str]
) -> BrokenAnswer | AnswerLost:
    """What an answer that cannot be read means: depends on whether the call may be repeated.

    With an HTTP status that says no, there was no answer at all (rakuten.md section 5).
    """
    words = redact(f"The answer (HTTP status {status}) cannot be read. {error}", secrets)
    if status >= 400 or not operation.repeatable:
        return AnswerLost(words, service=operation.name, status=status)
    return BrokenAnswer(words, service=operation.name, place=place_of(error), status=status)


def place_of(error: WireError) -> str:
    """Where reading ended: a path, or line and column."""
    match error:
        case Missing(path=path) | BadValue(path=path):
            return path
        case Malformed(line=line, column=column, inside=inside):
            return f"line {line}, column {column}" + (f", inside {inside}" if inside else "")
        case WrongRoot(found=found):
            return found
        case _:
            return "line 1, column 1"


def oddities(answer: Decoded[Answer], version: str) -> Iterable[str]:
    """What was met besides the message, what was mended, and a newer version, each as one sentence."""
    yield from (f"{path} is not known here ({times} times)." for path, times in answer.drift.items())
    yield from (f"Mended: {what} ({times} times)." for what, times in answer.repairs.items())
    newest = getattr(answer.value, "last_version", "")
    if newest > version and newest[:4].isdigit():
        yield f"Version {newest} exists; {version} was asked for."


class Records(Generic[Answer, Record]):
    """The records of one answer, read as they are asked for out of the file it was stored in.

    A defect further on is raised when it is reached. Close it, or use it as a context manager: the file goes then.
    """

    def __init__(
        self,
        operation: Operation[Answer],
        reply: Reply,
        field: str,
        *,
        secrets: tuple[str, ...],
        tell: Callable[[Operation[Answer], Decoded[Answer]], None],
    ) -> None:
        """Raises for an error document; nothing else is read yet."""
        if not isinstance(reply, Stored):
            raise TypeError("Only a stored answer is read record by record.")
        self._operation, self._reply, self._secrets, self._tell = operation, reply, secrets, tell
        self._answer: Answer | None = None
        try:
            insist_on_no_error(operation, reply, secrets)
        except WireError as error:
            raise unreadable(operation, error, reply.status, secrets) from None
        self._stream: RecordStream[Answer] = stream(operation.answer, reply.pieces(), field=field)
        self._records: Iterator[Record] = iter(self._stream)

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        try:
            return next(self._records)
        except WireError as error:
            raise unreadable(self._operation, error, self._reply.status, self._secrets) from None

    def answer(self) -> Answer:
        """Everything but the records; those nobody asked for are passed over."""
        if self._answer is None:
            for _ in self:
                pass
            self._answer = self._ended()
        return self._answer

    @property
    def next_token(self) -> str | None:
        """Of the page that follows."""
        token: str | None = getattr(self.answer(), "next_token", None)
        return token

    def close(self) -> None:
        """Forget the file."""
        self._reply.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ended(self) -> Answer:
        try:
            answer = self._stream.head()
        except WireError as error:
            raise unreadable(self._operation, error, self._reply.status, self._secrets) from None
        self._tell(self._operation, Decoded(answer, self._stream.drift, self._stream.repairs))
        return answer
