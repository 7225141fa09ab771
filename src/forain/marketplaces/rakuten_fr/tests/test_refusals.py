"""Every error row of the nine services, provoked by doing the wrong thing (rakuten.md section 5, each file)."""

from __future__ import annotations

import pytest

from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.sandbox import texts
from forain.marketplaces.rakuten_fr.sandbox.denial import Reason
from forain.marketplaces.rakuten_fr.tests.support import OTHER_SELLER, Play

PARAMETER = ("Sender", "ParameterError", "Problem with parameters")
STOPPED = ("Sender", "ParameterError", "Problem with parameters.")
STATE = ("Status", "IncorrectStatusError", "Incorrect item status")
INVALID_ITEM = "The parameter 'itemid' is invalid."

SERVICES = sorted(OPERATIONS)
CONTACT = ("contactusaboutitem", "contactpriceministeraboutitem")
LETTERS = (*CONTACT, "contactuseraboutitem")
STOPPING = ("acceptsale", "refusesale", "listing", "categorymap")
ANSWERING = ("acceptsale", "refusesale")
#: What a service needs besides the item, to get as far as the item.
ENOUGH = {
    "acceptsale": {"shippingfromcountry": "249"},
    "settrackingpackageinfos": {"transporter_name": "Colissimo", "tracking_number": "8R1"},
    "contactusaboutitem": {"content": "Bonjour"},
    "contactpriceministeraboutitem": {"content": "Bonjour"},
}
REPORTS = ("genericimportreport", "importreport")
BY_ITEM = ("acceptsale", "refusesale", "getiteminfos", "settrackingpackageinfos", *CONTACT)


def _problem(service: str) -> tuple[str, str, str]:
    if service in REPORTS:
        return ("Sender", "Parameters Error", "Problem with parameters")  # so spelled in a seed
    return STOPPED if service in STOPPING else PARAMETER


# -- the common ones ----------------------------------------------------------------------------------------


CREDENTIALS = [
    (service, name)
    for service, one in sorted(OPERATIONS.items())
    for name in ("login", "pwd", "version")
    if name in one.required
]
WITH_LOGIN = [service for service, name in CREDENTIALS if name == "login"]


@pytest.mark.parametrize(("service", "name"), CREDENTIALS)
@pytest.mark.parametrize("value", [None, "", " "])
def test_a_missing_or_empty_credential_is_named(
    play: Play, service: str, name: str, value: str | None
) -> None:
    detail = f"The parameter '{name}' is mandatory"
    if service == "getitemtodolist":
        detail = f"The parameter {name} is mandatory"
    if service in LETTERS and name == "login":
        detail = "The parameter 'login' is empty"
    assert play.refusal(service, **{name: value}) == (*_problem(service), detail)


@pytest.mark.parametrize("service", [one for one in SERVICES if OPERATIONS[one].versions])
def test_an_unknown_version_is_named(play: Play, service: str) -> None:
    found = play.refusal(service, version="1999-01-01")
    assert found == (*_problem(service), "The version 1999-01-01 is not supported")


@pytest.mark.parametrize("service", WITH_LOGIN)
@pytest.mark.parametrize("wrong", [{"login": "nobody"}, {"pwd": "f" * 32}, {"login": "a@b.example"}])
def test_bad_credentials_are_refused(play: Play, service: str, wrong: dict[str, str]) -> None:
    stop = "" if service == "getitemtodolist" else "."
    found = play.refusal(service, **wrong)
    assert found == (
        "Sender",
        "InvalidUserConnection",
        f"Unknown user or password{stop}",
        "Incorrect login or password",
    )


@pytest.mark.parametrize(
    ("action", "path"), [("getnewsale", "/sales_ws"), ("", "/sales_ws"), ("getnewsales", "/stock_ws")]
)
def test_an_unknown_action_is_refused(play: Play, action: str, path: str) -> None:
    body = play.call(action, path)
    assert b"The parameter 'action' is invalid." in body


def test_credentials_are_checked_before_the_version_and_the_version_before_the_item(play: Play) -> None:
    wrong = {"pwd": "f" * 32, "version": "1999-01-01", "itemid": "1"}
    assert play.refusal("getiteminfos", **wrong)[1] == "InvalidUserConnection"
    assert "1999" in play.refusal("getiteminfos", **{**wrong, "pwd": play.token})[3]


def test_the_quota_of_an_hour_is_kept_for_each_service(play: Play) -> None:
    play.tell("account", calls_per_hour=2)
    for _ in range(2):
        play.call("getnewsales")
    assert play.refusal("getnewsales")[1:3] == ("InvalidUserRights", "Quota exceeded.")
    assert b"errorresponse" not in play.call("getitemtodolist")
    play.pass_time(hours=1)
    assert b"errorresponse" not in play.call("getnewsales")


def test_a_deactivated_account_is_told_so(play: Play) -> None:
    play.tell("account", active=False)
    assert play.refusal("getnewsales")[1:3] == ("InvalidUserRights", "Account deactivated.")


@pytest.mark.parametrize(
    ("service", "right"), [("getavailableshippingtypes", "custom_shipping"), ("getnewsales", "sales")]
)
def test_a_service_that_was_not_opened_for_the_account_is_refused(
    play: Play, service: str, right: str
) -> None:
    play.tell("account", rights=[one for one in ("sales", "custom_shipping") if one != right])
    assert play.refusal(service)[1] == "InvalidUserRights"


def test_injected_refusals_use_the_same_documents(play: Play) -> None:
    for kind, code in (
        ("quota", "InvalidUserRights"),
        ("deactivated", "InvalidUserRights"),
        ("internal", "Unknown error"),
    ):
        play.sandbox.fault(kind, count=1)
        assert play.refusal("getnewsales")[1] == code


def test_every_reason_has_its_words() -> None:
    assert set(texts.TEXTS) == set(Reason)


# -- about an item ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", BY_ITEM)
@pytest.mark.parametrize("item", ["123", "abc", "999999999999", "1 OR 1=1"])
def test_an_unknown_item_is_invalid(play: Play, service: str, item: str) -> None:
    found = play.refusal(service, itemid=item, **ENOUGH.get(service, {}))
    assert found == (*_problem(service), INVALID_ITEM)


@pytest.mark.parametrize("service", BY_ITEM)
def test_a_missing_item_is_mandatory(play: Play, service: str) -> None:
    name = "itemID" if service in ANSWERING else "'itemid'"
    found = play.refusal(service, itemid="", **ENOUGH.get(service, {}))
    assert found == (*_problem(service), f"The parameter {name} is mandatory")


@pytest.mark.parametrize("service", ["acceptsale", "refusesale", "settrackingpackageinfos"])
def test_another_sellers_item_is_invalid(play: Play, service: str) -> None:
    item = play.sale(account=OTHER_SELLER)[0]
    assert play.refusal(service, itemid=item, **ENOUGH.get(service, {})) == (*_problem(service), INVALID_ITEM)


def test_another_sellers_item_is_named_by_getiteminfos(play: Play) -> None:
    item = play.sale(account=OTHER_SELLER)[0]
    assert play.refusal("getiteminfos", itemid=item) == (
        *PARAMETER,
        f"You're not the seller of the item {item}.",
    )


@pytest.mark.parametrize("service", CONTACT)
def test_another_sellers_item_is_named_when_writing(play: Play, service: str) -> None:
    item = play.sale(account=OTHER_SELLER)[0]
    play.stage.ground.shop.items[item].status = play.stage.ground.shop.items[item].status.COMMITTED
    found = play.refusal(service, itemid=item, content="Bonjour")
    assert found == (*PARAMETER, f"You're not the seller of the item {item}.")


@pytest.mark.parametrize("service", ANSWERING)
def test_an_item_is_answered_once_only(play: Play, service: str) -> None:
    item = play.item(accepted=True)
    assert play.refusal(service, itemid=item, **ENOUGH.get(service, {})) == (*STOPPED, INVALID_ITEM)


# -- acceptsale ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["250", "FR", "0", "9999", "abc"])
@pytest.mark.parametrize("name", ["shippingfromcountry", "importcountry"])
def test_a_country_must_be_a_known_number_and_250_is_none(play: Play, name: str, country: str) -> None:
    given = {"shippingfromcountry": "249", name: country}
    found = play.refusal("acceptsale", itemid=play.sale()[0], **given)
    assert found == (*STOPPED, f"The parameter '{name}' is invalid.")


def test_the_country_is_mandatory_in_2021_and_unknown_before(play: Play) -> None:
    item = play.sale()[0]
    found = play.refusal("acceptsale", itemid=item)
    assert found == (*STOPPED, "The parameter 'shippingfromcountry' is mandatory")
    assert b"<status>Accepted</status>" in play.call("acceptsale", itemid=item, version="2010-09-20")


def test_letters_are_taken_for_a_country_when_the_switch_says_so(play: Play) -> None:
    play.tell("behaviour", country_letters=True)
    assert b"<shippingfromcountry>249<" in play.call(
        "acceptsale", itemid=play.sale()[0], shippingfromcountry="FR"
    )


# -- settrackingpackageinfos --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"transporter_name": ""}, "The parameter 'transporter_name' is mandatory"),
        ({"tracking_number": ""}, "The parameter 'tracking_number' is mandatory"),
        ({"transporter_name": "Relais Colis"}, "The parameter 'transporter_name' is invalid."),
        ({"transporter_name": "Autre"}, "The parameter 'tracking_url' is mandatory"),
        ({"transporter_name": "Kiala"}, "The parameter 'tracking_url' is mandatory"),
        (
            {"transporter_name": "Autre", "tracking_url": "suivi/123"},
            "The parameter 'tracking_url' is invalid.",
        ),
        ({"tracking_url": "http://localhost"}, "The parameter 'tracking_url' is invalid."),
        ({"tracking_number": "x" * 65}, "The parameter 'tracking_number' is invalid."),
    ],
)
def test_a_parcel_that_cannot_be_followed_is_refused(play: Play, wrong: dict[str, str], detail: str) -> None:
    item = play.item(accepted=True)
    given = {**ENOUGH["settrackingpackageinfos"], **wrong}
    assert play.refusal("settrackingpackageinfos", itemid=item, **given) == (*PARAMETER, detail)


def test_an_item_that_is_not_accepted_has_no_tracking(play: Play) -> None:
    item = play.sale()[0]
    found = play.refusal("settrackingpackageinfos", itemid=item, **ENOUGH["settrackingpackageinfos"])
    assert found[:3] == STATE
    assert found[3].startswith(f"Article {item} : statut incorrect.")


def test_a_second_tracking_corrects_or_is_refused_as_the_switch_says(play: Play) -> None:
    item = play.item(shipped=True)
    again = {**ENOUGH["settrackingpackageinfos"], "itemid": item}
    assert b"<status>OK</status>" in play.call("settrackingpackageinfos", **again)
    play.tell("behaviour", tracking_once=True)
    assert play.refusal("settrackingpackageinfos", **again) == (
        *STATE,
        f"Article {item} : a déjà été expédié",
    )


def test_every_carrier_needs_an_address_when_the_switch_says_so(play: Play) -> None:
    play.tell("behaviour", tracking_url_always=True)
    given = {**ENOUGH["settrackingpackageinfos"], "itemid": play.item(accepted=True)}
    assert play.refusal("settrackingpackageinfos", **given)[3] == "The parameter 'tracking_url' is mandatory"


# -- contactusaboutitem -------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", CONTACT)
def test_a_message_needs_content_and_the_content_is_asked_for_first(play: Play, service: str) -> None:
    found = play.refusal(service, itemid="123", content="")
    assert found == (*PARAMETER, "The parameter 'content' is mandatory")


@pytest.mark.parametrize("content", ["<toto>", "voir <b>ici</b>", "a <!-- b --> c", "x" * 1001])
def test_a_message_with_markup_must_be_rephrased(play: Play, content: str) -> None:
    item = play.item(accepted=True)
    found = play.refusal("contactusaboutitem", itemid=item, content=content)
    assert found == (*PARAMETER, "We encounter problems with your message. Please rephrase it")


def test_an_unknown_parent_mail_is_named_and_so_is_one_that_was_not_sent_to_the_seller(
    play: Play,
) -> None:
    item = play.item(accepted=True)
    given = {"itemid": item, "content": "Bonjour"}
    found = play.refusal("contactusaboutitem", mailparentid="154789", **given)
    assert found == (*PARAMETER, "The mailparentid 154789 doesn't exist")
    with play.client() as client:
        client.contactusaboutitem(item, "Bonjour")
        own = client.getiteminfos(item).item.conversation[0]
    found = play.refusal("contactusaboutitem", mailparentid=getattr(own, "mail_id"), **given)  # noqa: B009
    assert found[3].endswith("doesn't exist")


def test_customer_service_is_not_there_for_unanswered_refused_and_old_sales(play: Play) -> None:
    closed = (*STATE, "You cannot contact Rakuten France on this item.")
    waiting, refused, old = play.sale()[0], play.sale()[0], play.item(accepted=True)
    with play.client() as client:
        client.refusesale(refused)
    for item in (waiting, refused):
        assert play.refusal("contactusaboutitem", itemid=item, content="Bonjour") == closed
    play.pass_time(days=71)
    assert b"SENT" in play.call("contactusaboutitem", itemid=old, content="Bonjour")
    play.pass_time(days=2)
    assert play.refusal("contactusaboutitem", itemid=old, content="Bonjour") == closed


def test_a_receipt_late_after_the_order_opens_thirty_days_more(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("claim", item=item)
    play.pass_time(days=60)
    play.tell("claim_end", item=item)
    play.tell("receipt", item=item)
    play.pass_time(days=29)
    assert b"SENT" in play.call("contactusaboutitem", itemid=item, content="Bonjour")
    play.pass_time(days=2)
    assert b"IncorrectStatusError" in play.call("contactusaboutitem", itemid=item, content="Bonjour")
