"""Files in: what is taken in, what is told, and that the same file twice changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.tests.conftest import Take

FILE = "sku;quantité;prix;titre\nA-1;3;12,90;Botte\nA-2;0;1 299,00 €;Sac\n"


def test_a_french_csv_becomes_offers(take: Take) -> None:
    """Heads, decimal commas, no-break spaces and the euro sign are understood, and how is told."""
    from forain.hub.offers.models import Offer

    row = take(FILE)
    assert (row.state, row.new_count, row.rows, row.bad_count) == ("done", 2, 2, 0)
    assert (row.format, row.encoding, row.separator) == ("csv", "utf-8", ";")
    assert row.columns == {"sku": "sku", "quantité": "quantity", "prix": "price", "titre": "title"}
    first, second = Offer.objects.order_by("sku")
    assert (first.quantity, first.price_minor, first.details) == (3, 1290, {"title": "Botte"})
    assert second.price_minor == 129900


def test_the_same_file_twice_changes_nothing(take: Take) -> None:
    from forain.hub.offers.models import Offer

    take(FILE)
    before = list(Offer.objects.order_by("sku").values())
    again = take(FILE)
    assert (again.state, again.same_count, again.new_count, again.changed_count) == ("unchanged", 2, 0, 0)
    assert list(Offer.objects.order_by("sku").values()) == before


def test_bad_rows_are_told_and_good_ones_go_on(take: Take) -> None:
    """Each with its line, a code, its value and the reason in both languages."""
    row = take("sku,qty,price\nA,1,2.50\nB,many,3\n,1,1\nC,1\nD,2,1.299.00\nE,1,0\nF,-4,2.5\n")
    assert row.state == "done"
    assert row.new_count == 2
    told = {(one["line"], one["code"]) for one in row.bad_rows}
    assert told == {
        (3, "quantity_bad"), (4, "sku_missing"), (5, "row_cells"), (6, "price_bad"), (7, "price_zero"),
    }  # fmt: skip
    assert row.bad_rows[0]["words"]["fr"] != row.bad_rows[0]["words"]["en"]
    assert row.bad_count == 5


def test_of_a_sku_twice_the_last_counts(take: Take) -> None:
    from forain.hub.offers.models import Offer

    row = take("sku,qty,price\nA,1,2\nB,5,5\nA,7,2\n")
    assert Offer.objects.get(sku="A").quantity == 7
    assert [(one["line"], one["code"]) for one in row.bad_rows] == [(2, "sku_twice")]
    assert take("sku,qty,price\nA,1,2\nB,5,5\nA,7,2\n").state == "unchanged"


def test_of_a_known_sku_twice_the_last_counts(take: Take) -> None:
    """Also when the last one says what is known already, or is bad: then the last good one counts."""
    from forain.hub.offers.models import Offer

    def quantities() -> dict[str, int]:
        return dict(Offer.objects.values_list("sku", "quantity"))

    take("sku,qty,price\nA,1,2\nB,5,5\nC,1,1\n")
    row = take("sku,qty,price\nA,7,2\nB,6,5\nA,1,2\n")
    assert (quantities(), row.changed_count, row.same_count) == ({"A": 1, "B": 6, "C": 1}, 1, 1)
    assert [(one["line"], one["code"]) for one in row.bad_rows] == [(2, "sku_twice")]
    row = take("sku,qty,price\nA,8,2\nA,many,2\nB,6,5\nC,2,1\nC,3,1\nD,1,1\n")
    assert (quantities(), row.new_count, row.changed_count) == ({"A": 8, "B": 6, "C": 3, "D": 1}, 1, 2)
    told = {(one["line"], one["code"]) for one in row.bad_rows}
    assert (told, row.bad_count) == ({(3, "quantity_bad"), (5, "sku_twice")}, 2)
    row = take("sku,qty,price\nA,8,2\nE,1,1\nE,2,1\n")
    assert (quantities()["E"], row.new_count, row.same_count) == (2, 1, 1)


def test_blanks_around_cells_say_nothing(take: Take) -> None:
    """Nor do they hide a formula."""
    import pytest

    from forain.hub.offers.models import Offer
    from forain.hub.offers.trouble import BadFile

    take("sku;qty;price;title\nA 1 ; 3 ; 2.50;  Une botte \n   B;1;1;\n")
    assert list(Offer.objects.order_by("sku").values_list("sku", "quantity", "details")) == [
        ("A 1", 3, {"title": "Une botte"}), ("B", 1, {}),
    ]  # fmt: skip
    assert take('sku;qty;price;title\n"A 1 ";3;2.50;"Une botte "\nB;1;1;\n').state == "unchanged"
    with pytest.raises(BadFile) as caught:
        take("sku;qty;price;title\nA 1;3;2.50; =cmd|' /c calc'!A0\n")
    assert caught.value.code == "file_formulas"


def test_a_stock_file_changes_stock_only(take: Take) -> None:
    """Members a file does not name stay; a SKU nobody knows cannot be sold by a stock file."""
    from forain.hub.offers.models import Offer

    take(FILE)
    row = take("sku\tstock\nA-1\t9\nNEW\t1\n")
    assert row.changed_count == 1
    assert [one["code"] for one in row.bad_rows] == ["sku_unknown"]
    one = Offer.objects.get(sku="A-1")
    assert (one.quantity, one.price_minor, one.details) == (9, 1290, {"title": "Botte"})


def test_what_is_wanted_follows_the_file(take: Take, account: Connection) -> None:
    """A listing for each account; an unchanged offer is not touched."""
    from forain.hub.offers.models import Listing

    take(FILE)
    rows = Listing.objects.filter(connection=account).order_by("offer__sku")
    assert [(one.wanted_quantity, one.wanted_price_minor, one.due, one.state) for one in rows] == [
        (3, 1290, True, "new"), (0, 129900, True, "new"),
    ]  # fmt: skip
    before = {one.pk: one.wanted for one in rows}
    take("sku;stock\nA-1;2\n")
    after = {one.pk: one.wanted for one in Listing.objects.all()}
    assert sum(before[key] != after[key] for key in before) == 1


def test_quoted_cells_and_line_breaks(take: Take) -> None:
    """Cells in quotes may hold separators and line breaks; lines told are those of the file."""
    from forain.hub.offers.models import Offer

    row = take('sku;qty;price;title\nA;1;2;"Un titre;\nsur deux lignes"\nB;x;2;"Le ""meilleur"""\nC;1;2;ok\n')
    assert [(one["line"], one["code"]) for one in row.bad_rows] == [(4, "quantity_bad")]
    assert Offer.objects.get(sku="A").details["title"] == "Un titre;\nsur deux lignes"
    assert row.new_count == 2


def test_attributes_images_and_conditions(take: Take) -> None:
    from forain.hub.offers.models import Offer

    take(
        "sku;qty;price;état;images;attribut:talon;attribut:cuir\n"
        "A;1;2;comme neuf;https://x/1.jpg|https://x/2.jpg;5 cm;\n"
    )
    assert Offer.objects.get().details == {
        "condition": "like_new",
        "images": ["https://x/1.jpg", "https://x/2.jpg"],
        "attributes": {"talon": "5 cm"},
    }
