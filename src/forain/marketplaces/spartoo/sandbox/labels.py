"""A seller decides a return or gives its label. Everything is checked before anything is applied (xml_maj_returns)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from forain.marketplaces.spartoo import decisions
from forain.marketplaces.spartoo.sandbox import state as st
from forain.marketplaces.spartoo.sandbox.rules import Refusal, Rules
from forain.marketplaces.spartoo.sandbox.state import Partner, Return, Stored

#: To which status a seller may move a return, and from where (spartoo.md section 15).
ALLOWED: Final = {
    st.ACCEPTED: frozenset({st.AWAITING_RECEIPT, st.REFUSED}),
    st.REFUSED: frozenset({st.AWAITING_RECEIPT}),
}
#: While a label can be given; in 14 it brings the return to 2.
LABELLED: Final = frozenset({st.AWAITING_LABEL, st.AWAITING_RECEIPT})

EFFECTS: Final = {st.ACCEPTED: "return_accepted", st.REFUSED: "return_refused"}

#: Beginning, end and type of the files that are taken.
KINDS: Final = (
    (b"%PDF-", b"%%EOF", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", "image/png"),
    (b"\xff\xd8\xff", b"\xff\xd9", "image/jpeg"),
)
LONGEST_NAME: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a call asks for. `status` None: no decision. `file`: name and content of an uploaded label."""

    status: int | None
    link: str
    file: tuple[str, bytes] | None


def find_return(rules: Rules, partner: Partner, site: str, rid: str) -> Return:
    """-6 when it is not his or belongs to another site."""
    case = rules.state.returns.get(rid)
    if case is None or case.partner != partner.name:
        raise Refusal(-6)
    if rules.state.switches.changes_bound_to_site and case.site != site:
        raise Refusal(-6)
    return case


def change_return(rules: Rules, case: Return, wish: Wish, service: str) -> None:
    _check_status(case, wish)
    _check_link(case, wish.link)
    stored = _received(wish.file) if wish.file else None
    if wish.link or stored:
        _label(rules, case, wish.link, stored, service)
    if wish.status is not None:
        _decide(rules, case, wish.status, service)


def _check_status(case: Return, wish: Wish) -> None:
    if wish.status is not None and wish.status == case.status:
        raise Refusal(-9)
    if wish.status is not None and case.status not in ALLOWED.get(wish.status, frozenset()):
        raise Refusal(-7)
    if (wish.link or wish.file) and case.status not in LABELLED:
        raise Refusal(-7)


def _check_link(case: Return, link: str) -> None:
    if not link:
        return
    if len(link) > decisions.LONGEST_LINK:
        raise Refusal(-24)
    if not is_address(link):
        raise Refusal(-5)
    if link == case.label_link:
        raise Refusal(-25)


def is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in text


def _received(file: tuple[str, bytes]) -> Stored:
    """-23 for a name that cannot be stored, -22 for a content that is no whole label (decision `label-file`)."""
    name, content = file
    if len(name) > LONGEST_NAME or any(one in "/\\\0" for one in name):
        raise Refusal(-23)
    if not content or len(content) > decisions.LARGEST_LABEL:
        raise Refusal(-22)
    for begins, ends, kind in KINDS:
        if content.startswith(begins) and ends in content[-1024:]:
            return Stored(kind, content)
    raise Refusal(-22)


def _label(rules: Rules, case: Return, link: str, stored: Stored | None, service: str) -> None:
    if link:
        case.label_link = link
    if stored:
        case.label_file = rules.new_token()
        rules.state.files[case.label_file] = stored
    before = case.status
    if before == st.AWAITING_LABEL:
        case.status = st.AWAITING_RECEIPT
        rules.plan_return(case)
    number = f"{case.id}#{len(rules.world.ledger.entries) + 1}"
    rules.tell_return(case, "label_given", by="seller", service=service, target=number, before=str(before))


def _decide(rules: Rules, case: Return, status: int, service: str) -> None:
    before, case.status = case.status, status
    rules.tell_return(case, EFFECTS[status], by="seller", service=service, before=str(before))
    rules.plan_return(case)
