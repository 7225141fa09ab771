"""listing, on both of its paths, and categorymap: parameters in, rules search, message out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.sandbox.call import Call
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.search import answers, categories, rules
from forain.marketplaces.rakuten_fr.sandbox.search.rules import Asked


def listing(call: Call) -> m.Listing:
    asked = _asked(call)
    found = rules.search(call.ground, asked)
    page = rules.page(found, asked)
    links = answers.Links(call, asked.scope)
    return m.Listing(
        **_echo(call, asked),
        status="ok",
        last_version=call.operation.version,
        result_count=len(page),
        total_result_count=len(found),
        navigation=answers.navigation(found, asked, links),
        products=tuple(answers.product(one, asked, links, call.version) for one in page),
    )


def categorymap(call: Call) -> m.CategoryMap:
    return m.CategoryMap(
        version=call.version,
        status="ok",
        last_version=call.operation.version,
        categories=categories.tree(),
    )


def _asked(call: Call) -> Asked:
    scope = call.get("scope").upper()
    if scope not in {"", "PRICING", "LIMITED"}:
        raise Denied(Reason.INVALID, "scope")
    size = "nbproductsperpage" if call.get("nbproductsperpage") else "nbproducts"
    return Asked(
        kw=call.get("kw"),
        refs=_list(call.get("refs")),
        product_ids=_list(call.get("productids")),
        nav=call.get("nav"),
        scope=scope,
        with_stock=call.get("withstock").lower() in {"y", "true", "1"},
        page=_number(call, "pagenumber", 1),
        size=min(_number(call, size, decisions.LISTING_PAGE), decisions.LISTING_MOST),
    )


def _echo(call: Call, asked: Asked) -> dict[str, Any]:
    """What was sent, and page and size always, with their defaults; the old path does not name the caller."""
    knows_caller = "pwd" in call.operation.required
    return {
        "version": call.version,
        "login": call.account.login if knows_caller else None,
        "kw": call.get("kw") or None,
        "refs": call.get("refs") or None,
        "nav": call.get("nav") or None,
        "page_number": asked.page,
        "products_per_page": asked.size,
        "product_ids": call.get("productids") or None,
        "scope": call.get("scope") or None,
    }


def _list(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _number(call: Call, name: str, default: int) -> int:
    """Zero, negative or no number at all is invalid (our decision)."""
    text = call.get(name)
    if not text:
        return default
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) == 0:
        raise Denied(Reason.INVALID, name)
    return int(text)


SEARCH_HANDLERS: Final[Mapping[str, Callable[[Call], Any]]] = {
    one.__name__: one for one in (listing, categorymap)
}
