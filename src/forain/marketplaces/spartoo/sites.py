"""The national sites of Spartoo: which host serves which site, its language code and its currency.

Hosts: spartoo.md section 2. Language codes are Spartoo's own (section 18): site codes, not ISO 639. Currencies
are not in any answer; that of the site is meant (xml_export_orders, "Not documented").
"""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "sws.spartoo."


@dataclass(frozen=True, slots=True)
class Site:
    """`suffix` is what follows `sws.spartoo.`; `country` is ISO 3166, '' for the international sites."""

    suffix: str
    language: str
    country: str
    currency: str = "EUR"

    @property
    def host(self) -> str:
        return PREFIX + self.suffix

    @property
    def endpoint(self) -> str:
        return f"https://{self.host}"


DEFAULT = Site("com", "FR", "FR")

#: Croatia and Bulgaria left HRK and BGN for the euro; Switzerland stays EUR because Spartoo's currency list has
#: no CHF (decision `site-currency`).
SITES: dict[str, Site] = {
    site.suffix: site
    for site in (
        DEFAULT,
        Site("co.uk", "EN", "GB", "GBP"),
        Site("eu", "EN", ""),
        Site("net", "EN", ""),
        Site("it", "IT", "IT"),
        Site("de", "DE", "DE"),
        Site("es", "ES", "ES"),
        Site("se", "SE", "SE", "SEK"),
        Site("fi", "FI", "FI"),
        Site("cz", "CZ", "CZ", "CZK"),
        Site("pl", "PL", "PL", "PLN"),
        Site("ch", "CF", "CH"),
        Site("com.hr", "HR", "HR"),
        Site("nl", "NL", "NL"),
        Site("be", "BE", "BE"),
        Site("pt", "PT", "PT"),
        Site("gr", "GR", "GR"),
        Site("dk", "DK", "DK", "DKK"),
        Site("sk", "SK", "SK"),
        Site("hu", "HU", "HU", "HUF"),
        Site("ro", "RO", "RO", "RON"),
        Site("bg", "BG", "BG"),
        Site("si", "SI", "SI"),
        Site("at", "DE", "AT"),
    )
}


def site_of(suffix: str) -> Site:
    """The site of a host suffix. An unknown one is taken as it is, with the defaults of the French site."""
    wanted = suffix.strip().lower() or DEFAULT.suffix
    return SITES.get(wanted) or Site(wanted, DEFAULT.language, DEFAULT.country)


def site_of_host(host: str) -> Site:
    """The site a called host means; any other host is the French site (spartoo.md section 2)."""
    name = host.lower().partition(":")[0]
    return SITES.get(name.removeprefix(PREFIX), DEFAULT) if name.startswith(PREFIX) else DEFAULT
