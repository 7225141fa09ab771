"""Walkthrough 6: ten thousand offers go out, 412 come back with errors of several causes and 3 pictures are missing; each
cause is corrected in one go, only those lines go out again. A file that zeroes everything is stopped. Both marketplaces,
over REST and by the command line; what counts is asserted on the sandbox's world and ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.offers.faces import Face
from tests.offers.goods import boot, toy
from tests.offers.shop import Shop

COUNT = 10_000
GOOD = {"typedeproduit": "Jeux d'éveil", "poids": "250 à 500 g"}
BROKEN = ("https://gone.invalid/p.jpg", "ftp://img.example.org/p.jpg", "https://img.example.org/p.tiff")


def written(folder: Path, rows: list[dict[str, Any]], name: str = "offers.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def toys() -> list[dict[str, Any]]:
    """412 wrong ones of four causes, and three with a picture nobody can fetch."""
    rows = [toy(f"T-{number:05}") for number in range(COUNT)]
    for row in rows[:150]:
        row["brand"] = "Marque inconnue"
    for row in rows[150:262]:
        row["attributes"] = {**GOOD, "poids": "250g"}
    for row in rows[262:362]:
        row["product_type"] = ""
    for row in rows[362:412]:
        row["title"] = ""
    for row, address in zip(rows[500:503], BROKEN, strict=True):
        row["images"] = [*row["images"], address]
    return rows


def boots() -> list[dict[str, Any]]:
    """Two thousand models of five sizes; 82 models and two sizes wrong, 412 offers in all."""
    rows = [boot(f"B-{number // 5:04}", str(38 + number % 5)) for number in range(COUNT)]
    for row in rows[:200]:
        row["title"] = ""
    for row in rows[200:300]:
        row["attributes"] = {"product_sex": "X", "color_id": "28"}
    for row in rows[300:410]:
        row["images"] = []
    for row in rows[500:510:5]:
        row["size"] = "gigantesque"
    return rows


def settled(shop: Shop, connection: Any) -> None:
    """Until nothing is under way."""
    from forain.hub.offers.models import Push

    for _ in range(40):
        shop.play.sell()
        if not Push.objects.filter(connection=connection, settled_at=None).exists():
            return
        shop.play.pass_time(minutes=15)
    raise AssertionError("pushes do not settle")


def outcome(face: Face, connection: Any, name: str) -> int:
    return sum(one[name] for one in face.pushes(connection))


@pytest.mark.slow
def test_ten_thousand_offers_to_rakuten(shop: Shop, face: Face, tmp_path: Path) -> None:
    rakuten = shop.play.rakuten
    assert face.take(written(tmp_path, toys()))["new"] == COUNT
    face.push(rakuten)
    settled(shop, rakuten)
    (push,) = face.pushes(rakuten)
    assert (push["done"], push["rejected"], push["images"]) == (COUNT - 412, 412, 3)
    created = [one for one in shop.play.sandbox.ledger.entries if one.effect == "advert_created"]
    assert len(created) == COUNT - 412
    rejected = face.report(push["id"], "rejected")
    assert len(rejected["lines"]["items"]) == 200  # a page
    assert all(one["problems"][0]["fix"] for one in rejected["lines"]["items"])

    groups = {(one["cause"], one["kind"]): one["count"] for one in face.errors(rakuten)}
    assert groups == {
        ("60:fabricant|brand", "line"): 150,
        ("60|attributes.poids", "line"): 112,
        ("60:alias|product_type", "line"): 100,
        ("60|title", "line"): 50,
        ("image.missing|images", "image"): 1,
        ("image.address|images", "image"): 1,
        ("image.kind|images", "image"): 1,
    }
    brand = next(one for one in face.errors(rakuten) if one["cause"] == "60:fabricant|brand")
    assert brand["values"] == [{"value": "Marque inconnue", "count": 150}]
    assert "Marque inconnue" in brand["means"]
    assert "import_errors" in face.todos()

    seen = face.fix(rakuten, "60:fabricant|brand", "set", value="Sans marque", apply=False)
    assert (seen["count"], seen["examples"][0]) == (
        150,
        {"sku": "T-00000", "before": "Marque inconnue", "after": "Sans marque"},
    )
    assert shop.listings(rakuten)["T-00000"][0] == "rejected"  # only shown
    face.fix(rakuten, "60:fabricant|brand", "set", value="Sans marque", apply=True)
    face.fix(rakuten, "60|attributes.poids", "replace", find="250g", value="250 à 500 g", apply=True)
    face.fix(rakuten, "60:alias|product_type", "set", value="jouet", apply=True)
    face.fix(rakuten, "60|title", "set", value="Jouet en bois", apply=True)
    for kind in ("missing", "address", "kind"):
        face.fix(rakuten, f"image.{kind}|images", "drop", apply=True)
    assert face.errors(rakuten) == []
    assert "import_errors" not in face.todos()

    face.push(rakuten)
    settled(shop, rakuten)
    assert face.errors(rakuten) == []
    assert outcome(face, rakuten, "done") == COUNT + 3  # 412 and the three with a new picture, nothing else
    assert agree(shop, shop.adverts())
    stopped(shop, face, rakuten, tmp_path)


@pytest.mark.slow
def test_ten_thousand_offers_to_spartoo(shop: Shop, face: Face, tmp_path: Path) -> None:
    spartoo = shop.play.spartoo
    shop.play.sandbox.control("spartoo/rules", lists_decide=True)
    assert face.take(written(tmp_path, boots()))["new"] == COUNT
    face.push(spartoo)
    settled(shop, spartoo)
    assert (outcome(face, spartoo, "done"), outcome(face, spartoo, "rejected")) == (COUNT - 412, 412)
    causes = {one["cause"]: one["offers"] for one in face.errors(spartoo)}
    assert causes == {
        "-9012|title": 200,
        "-9002|attributes.product_sex": 100,
        "-9007|images": 110,
        "-9005|size": 2,
    }
    assert "import_errors" in face.todos()
    face.fix(spartoo, "-9012|title", "set", value="ALPINA", apply=True)
    face.fix(spartoo, "-9002|attributes.product_sex", "set", value="H", apply=True)
    face.fix(spartoo, "-9007|images", "set", value="https://img.example.org/p.jpg", apply=True)
    face.fix(spartoo, "-9005|size", "set", value="38", apply=True)
    face.push(spartoo)
    settled(shop, spartoo)
    assert face.errors(spartoo) == []
    assert outcome(face, spartoo, "done") == COUNT
    assert agree(shop, {sku: (quantity, "99.90") for sku, quantity in shop.sizes().items()})
    stopped(shop, face, spartoo, tmp_path)


def agree(shop: Shop, world: dict[str, tuple[int, str]]) -> bool:
    """Every offer stands in the world as it is wanted."""
    from forain.hub.offers.models import Offer

    for offer in Offer.objects.filter(workspace=shop.play.workspace):
        wanted = (offer.quantity, f"{offer.price_minor / 100:.2f}")
        assert world.get(offer.sku) == wanted, (offer.sku, world.get(offer.sku), wanted)
    return True


def stopped(shop: Shop, face: Face, connection: Any, folder: Path) -> None:
    """A file that zeroes ten thousand offers changes nothing anywhere."""
    from forain.hub.offers.models import Offer

    before = len(shop.play.sandbox.ledger.entries)
    skus = Offer.objects.filter(workspace=shop.play.workspace).values_list("sku", flat=True)
    zeroed = written(folder, [{"sku": sku, "quantity": 0} for sku in skus], "zero.jsonl")
    assert face.take(zeroed)["changed"] == COUNT
    told = face.push(connection)
    assert told["stops"]
    shop.play.sell()
    assert len(shop.play.sandbox.ledger.entries) == before
