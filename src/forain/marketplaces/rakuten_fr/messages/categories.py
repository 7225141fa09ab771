"""categorymap: the tree of codes that listing takes as `nav`. Codes only, no labels."""

from __future__ import annotations

from collections.abc import Iterator

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire.xml import element, elements, message


@message
class Category:
    """A code repeats its parents' codes, joined by `_`."""

    code: str = element("code")
    categories: tuple[Category, ...] = elements("categories/category", when_none="omit")

    def codes(self) -> Iterator[str]:
        """This code and all below it."""
        yield self.code
        for one in self.categories:
            yield from one.codes()


@message("categorymap", namespace=namespace("categorymap"), charset=CHARSET)
class CategoryMap:
    """The root has no "result"; `status` is `ok` in small letters."""

    version: str = element("request/version", default="")
    status: str = element("response/status", default="")
    last_version: str = element("response/lastversion", default="")
    categories: tuple[Category, ...] = elements("response/categories/category")

    def codes(self) -> Iterator[str]:
        """Every code of the tree, parents first."""
        for one in self.categories:
            yield from one.codes()
