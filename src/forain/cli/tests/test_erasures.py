"""A buyer is forgotten from the terminal: looked at first, the reference typed, the certificate printed."""

from __future__ import annotations

import json

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain


def test_an_open_order_is_refused_and_an_ended_one_forgotten(forain: Forain) -> None:
    from forain.hub.web.tests.fixtures import merchant
    from forain.hub.workspaces.models import Workspace

    shop = merchant(Workspace.objects.create(name="Atelier"))
    ended, waiting = shop.orders[9], shop.orders[0]
    ended.buyer_login = "seule67"
    ended.save()
    assert forain("erasures", "look", waiting.reference).code == Exit.REFUSED
    looked = forain("erasures", "look", ended.reference, "--json")
    assert (looked.code, [one["reference"] for one in looked.json["orders"]]) == (Exit.OK, [ended.reference])
    assert forain("erasures", "erase", ended.reference, "--type", "no").code == Exit.REFUSED
    made = forain("erasures", "erase", ended.reference, "--type", ended.reference, "--json").json
    shown = forain("erasures", "show", made["id"])
    assert json.loads(shown.out)["certificate"] == made["id"]
    assert ended.buyer_name not in shown.out
    assert forain("erasures", "list", "--json").json["items"][0]["id"] == made["id"]
    ended.refresh_from_db()
    assert ended.buyer_name == ""
    assert forain("erasures", "show", "nothing").code == Exit.NOT_FOUND
