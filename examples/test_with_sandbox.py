"""Tests of somebody's integration against the sandbox; the fixtures come with Forain, nothing is configured.

pytest examples/test_with_sandbox.py
"""

from __future__ import annotations

import urllib.parse
import urllib.request

from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.sandbox.inprocess import Sandbox
from forain.sdk.errors import AnswerLost


def accept_all(rakuten: RakutenFrClient) -> list[str]:
    """The integration under test: accept what waits, never twice, not even after a lost answer."""
    accepted = []
    for sale in rakuten.getnewsales().sales:
        for item in sale.items:
            try:
                rakuten.acceptsale(item.item_id)
            except AnswerLost:
                if rakuten.getiteminfos(item.item_id).item.item_state != "COMMITTED":
                    rakuten.acceptsale(item.item_id)
            accepted.append(item.item_id)
    return accepted


def test_a_lost_answer_is_not_repeated(forain_sandbox: Sandbox) -> None:
    """The effect happened before the silence, and the ledger shows it once."""
    forain_sandbox.fault("timeout_after", service="acceptsale", count=1)
    account = forain_sandbox.accounts["rakuten_fr"]
    with RakutenFrClient(
        **account, endpoint=forain_sandbox.url, transport=forain_sandbox.transport()
    ) as rakuten:
        accepted = accept_all(rakuten)
    told = [one.target for one in forain_sandbox.ledger.entries if one.effect == "accepted"]
    assert set(accepted) <= set(told)
    assert not forain_sandbox.ledger.repeated()


def test_a_client_in_any_language(forain_sandbox: Sandbox, forain_sandbox_url: str) -> None:
    """Over the socket nothing of Forain is needed on the client's side."""
    account = forain_sandbox.accounts["rakuten_fr"]
    query = urllib.parse.urlencode(
        {
            "action": "getnewsales",
            "version": "2017-08-07",
            "login": account["login"],
            "pwd": account["token"],
        }
    )
    with urllib.request.urlopen(f"{forain_sandbox_url}/sales_ws?{query}", timeout=10) as answer:
        assert b"<purchaseid>" in answer.read()
