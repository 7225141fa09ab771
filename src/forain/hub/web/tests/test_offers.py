"""Offers on the pages: a file is taken in and its errors told, the plan shown, a collapse stopped until it is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant


def _take(marie: Client, content: str) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = marie.post("/offers/imports/new", {"file": SimpleUploadedFile("stock.csv", content.encode())})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_file_is_taken_in_and_its_bad_rows_told_by_cause(marie: Client, merchant: Merchant) -> None:
    report = marie.get(_take(marie, "sku;price;quantity\nA-1;12,50;3\nA-2;douze;3\n")).content.decode()
    assert "Le prix n’est pas un montant" in report
    assert "1299,90" in report  # how to write it
    assert "price_bad" not in report
    assert "douze" in report
    assert "A-1" in marie.get("/offers/").content.decode()


def test_the_plan_shows_and_looking_queues_nothing(marie: Client, merchant: Merchant) -> None:
    from forain.hub.offers.models import Push

    _take(marie, "sku;price;quantity\nA-1;12,50;3\n")
    address = f"/offers/plan/?connection={merchant.rakuten.pk}"
    assert "A-1" in marie.get(address).content.decode()
    assert not Push.objects.filter(state="queued").exists()
    for _ in range(2):
        marie.post(f"/offers/plan/{merchant.rakuten.pk}/push")
    assert Push.objects.filter(state="queued").count() == 1


def test_a_collapse_is_stopped_until_its_number_is_typed(client: Client, db: None) -> None:
    from forain.hub.offers.models import Push, Stop
    from forain.hub.web.tests.fixtures import furnished

    found = furnished()
    client.force_login(found.person)
    stop = Stop.objects.get(workspace=found.workspace, state="open")
    page = f"/offers/stops/{stop.pk}/"
    before = Push.objects.count()
    assert client.post(page, {"what": "confirm", "typed": "oui"}).status_code == 422
    assert client.post(page, {"what": "confirm", "typed": str(stop.count)}).status_code == 302
    client.post(f"/offers/plan/{found.rakuten.pk}/push")
    assert Push.objects.count() == before + 1


def test_a_viewer_takes_nothing_in(marie: Client, merchant: Merchant) -> None:
    merchant.person.memberships.update(role="viewer")
    assert marie.post("/offers/imports/new").status_code == 403
    assert marie.post(f"/offers/plan/{merchant.rakuten.pk}/push").status_code == 403


def _correction(merchant: Merchant) -> tuple[str, dict[str, str]]:
    address = f"/offers/errors/{merchant.rakuten.pk}/correct"
    return address, {
        "cause": "60:fabricant|brand",
        "operation": "set",
        "field": "brand",
        "value": "Sans marque",
    }


def test_a_correction_is_shown_before_it_is_made(marie: Client, merchant: Merchant) -> None:
    from forain.hub.offers.models import Offer
    from forain.hub.reports.models import Correction

    address, wish = _correction(merchant)
    assert "Sans marque" in marie.post(address, {**wish, "step": "show"}).content.decode()
    assert not Correction.objects.exists()
    assert marie.post(address, {**wish, "step": "apply"}).status_code == 302
    assert Offer.objects.get(sku="REJ-1").details["brand"] == "Sans marque"
    assert marie.post(address, {**wish, "step": "apply"}).status_code == 302
    assert Correction.objects.get().count == 1


def test_a_correction_that_cannot_be_made_says_why(marie: Client, merchant: Merchant) -> None:
    address, wish = _correction(merchant)
    for wrong in ({"field": "shipping"}, {"operation": "replace"}, {"operation": "nonsense"}):
        answer = marie.post(address, {**wish, **wrong, "step": "apply"})
        assert answer.status_code == 422, wrong
        assert 'class="invalid-feedback' in answer.content.decode(), wrong


def test_a_lost_push_is_decided_by_a_person(marie: Client, merchant: Merchant) -> None:
    from forain.hub.offers.models import Push

    push = Push.objects.get(reference="3381")
    Push.objects.filter(pk=push.pk).update(state="needs_person", settled_at=None)
    address = f"/offers/pushes/{push.pk}/"
    assert f"{address}decide" in marie.get(address).content.decode()
    for _ in range(2):
        marie.post(f"{address}decide", {"arrived": "yes"})
    push.refresh_from_db()
    assert (push.state, push.outcome_code) == ("done", "person.arrived")


def test_only_administrators_replace_everything_and_only_by_its_name(
    marie: Client, merchant: Merchant
) -> None:
    from forain.hub.offers.models import Push

    address = f"/offers/replace/{merchant.rakuten.pk}/"
    assert marie.post(address, {"typed": "tout"}).status_code == 422
    merchant.person.memberships.update(role="operator")
    assert marie.post(address, {"typed": merchant.rakuten.name}).status_code == 403
    assert not Push.objects.filter(kind="replacement").exists()


def test_the_plan_speaks_the_readers_language(marie: Client, merchant: Merchant) -> None:
    """No brackets of a program, no English name of a field, in the plan and among the columns understood."""
    heads = "sku;prix;quantité;taille;couleur;images;attribut.poids"
    report = marie.get(_take(marie, f"{heads}\nB-1;12,50;3;38;Marron;https://img.example.org/p.jpg;250 g\n"))
    plan = marie.get(f"/offers/plan/?connection={merchant.rakuten.pk}").content.decode()
    assert "poids\u00a0: 250 g" in plan
    assert "https://img.example.org/p.jpg</span>" in plan
    for word in ("taille", "couleur", "attribut poids"):
        assert f"<dd>{word}</dd>" in report.content.decode()


def test_what_keeps_offers_off_sale_comes_before_remarks(marie: Client, merchant: Merchant) -> None:
    from forain.hub.reports.grouping import groups, problems
    from forain.hub.reports.models import Problem

    Problem.objects.filter(workspace=merchant.workspace, kind="line").update(fatal=False)
    stopping = Problem.objects.filter(workspace=merchant.workspace, cause="60:fabricant|brand")
    assert stopping.update(fatal=True)
    lines = [one.fatal for one in groups(problems(merchant.workspace)) if one.kind == "line"]
    assert lines == sorted(lines, reverse=True)
    assert lines[0]
