"""What a typed client raises. Catch the branch that decides what you do next.

    SdkError                       everything below
    ├── TransportError             no usable answer came
    │   ├── NotSent                certain that nothing arrived: sending again is safe
    │   └── AnswerLost             sent, answer lost or a 5xx: it may have taken effect; look before you repeat
    ├── BrokenAnswer               an answer came and cannot be read; `place` says where
    └── Rejected                   the marketplace answered "no"; `code` and `words` are its own
        ├── AuthenticationFailed   unknown login, token or partner
        ├── AccountDeactivated     the account is closed to web services
        ├── PermissionMissing      the account has no right to this service
        ├── QuotaExceeded          too many calls; `retry_after` seconds when known
        ├── BadParameter           missing, empty or unacceptable parameter, unknown version
        ├── NotFound               unknown order, item, return, file
        ├── WrongState             not possible in the present state
        ├── AlreadySo              nothing changed: the wished state is the present one
        └── MarketplaceFailure     the marketplace's own failure, said in its own error document

No message holds an address, a login's token or a body.
"""

from __future__ import annotations


class SdkError(Exception):
    """The call did not do what was asked."""

    def __init__(self, words: str = "", *, service: str = "") -> None:
        self.words = words or (type(self).__doc__ or "").strip()
        self.service = service
        super().__init__(f"{service}: {self.words}" if service else self.words)


class TransportError(SdkError):
    """No usable answer came."""


class NotSent(TransportError):
    """The request did not reach the marketplace; sending it again is safe."""


class AnswerLost(TransportError):
    """The request was sent and no usable answer came; it may have taken effect."""

    def __init__(self, words: str = "", *, service: str = "", status: int | None = None) -> None:
        self.status = status
        super().__init__(words, service=service)


class BrokenAnswer(SdkError):
    """The answer cannot be read."""

    def __init__(
        self, words: str = "", *, service: str = "", place: str = "", status: int | None = None
    ) -> None:
        self.place = place
        self.status = status
        super().__init__(words, service=service)


class Rejected(SdkError):
    """The marketplace refused the call."""

    def __init__(self, words: str = "", *, service: str = "", code: str = "") -> None:
        self.code = code
        super().__init__(words, service=service)


class AuthenticationFailed(Rejected):
    """The marketplace does not know these credentials."""


class AccountDeactivated(Rejected):
    """The marketplace has deactivated this account."""


class PermissionMissing(Rejected):
    """The account has no right to use this service."""


class QuotaExceeded(Rejected):
    """Too many calls; wait before the next."""

    def __init__(
        self, words: str = "", *, service: str = "", code: str = "", retry_after: float | None = None
    ) -> None:
        self.retry_after = retry_after
        super().__init__(words, service=service, code=code)


class BadParameter(Rejected):
    """A parameter is missing, empty or not acceptable."""


class NotFound(Rejected):
    """The marketplace does not know this object, or it belongs to somebody else."""


class WrongState(Rejected):
    """The action is not possible in the present state."""


class AlreadySo(Rejected):
    """Nothing changed: the wished state is the present one."""


class MarketplaceFailure(Rejected):
    """The marketplace reports a failure of its own."""
