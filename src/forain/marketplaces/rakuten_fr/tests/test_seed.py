"""The two sample answers printed on Rakuten's own pages, byte for byte as stored."""

from __future__ import annotations

import asyncio

import pytest

from forain.connect.contract import Account
from forain.connect.outcomes import Garbled
from forain.marketplaces.rakuten_fr.connector import RakutenFrConnector
from forain.marketplaces.rakuten_fr.tests.support import TOKEN, Canned, canned_client, sample
from forain.sdk.errors import BrokenAnswer

MALFORMED = sample("seed001_getitemtodolist_malformed.xml")


def test_the_answer_of_contactusaboutitem_is_read_although_its_prefix_is_not_declared() -> None:
    with canned_client(sample("seed000_contactusaboutitem.xml")) as client:
        answer = client.contactusaboutitem("151031130", "bonjour voici un message", "2890097599")
    assert (answer.status, answer.item_id, answer.mail_parent_id) == ("SENT", "151031130", "2890097599")
    assert answer.content == "bonjour voici un message"


def test_the_malformed_to_do_list_fails_loudly_and_names_the_place() -> None:
    with canned_client(MALFORMED) as client, pytest.raises(BrokenAnswer) as failure:
        client.getitemtodolist()
    assert "line 18" in failure.value.place
    assert "getitemtodolistresult/response/items" in failure.value.place


def test_the_hub_gets_nothing_of_the_malformed_to_do_list() -> None:
    account = Account(endpoint="https://rakuten.invalid", credentials={"login": "x", "token": TOKEN})
    connector = RakutenFrConnector(account, lambda _: None, Canned(MALFORMED))
    outcome = asyncio.run(connector.read("todo", None, None))
    assert isinstance(outcome, Garbled)
    assert outcome.place
