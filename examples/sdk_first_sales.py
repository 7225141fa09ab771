"""Read the sales that wait for an answer and accept one: the smallest useful program over the SDK.

Without arguments it plays against a sandbox in this process. With the address of a running sandbox
(`forain sandbox up`) it plays against that one: `python examples/sdk_first_sales.py http://127.0.0.1:8801`.
"""

from __future__ import annotations

import json
import sys
import urllib.request

from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.sandbox.inprocess import Sandbox
from forain.sdk.errors import AnswerLost, Rejected


def client(address: str) -> RakutenFrClient:
    """A client of the sandbox at `address`, or of a new one in this process when it is empty."""
    if not address:
        sandbox = Sandbox(seed=7, frozen=True)
        account = sandbox.accounts["rakuten_fr"]
        return RakutenFrClient(**account, endpoint=sandbox.url, transport=sandbox.transport())
    with urllib.request.urlopen(f"{address}/_control/accounts", timeout=10) as answer:
        account = json.load(answer)["rakuten_fr"]
    return RakutenFrClient(**account, endpoint=address)


def accept(rakuten: RakutenFrClient, item_id: str) -> str:
    """Accept one item and say how it ended; a lost answer is looked up before anything is sent again."""
    try:
        rakuten.acceptsale(item_id)
    except AnswerLost:
        return f"answer lost; Rakuten says {rakuten.getiteminfos(item_id).item.item_state}"
    except Rejected as no:
        return f"refused: {no.words}"
    return "accepted"


def main(address: str = "") -> None:
    with client(address) as rakuten:
        sales = rakuten.getnewsales().sales
        for sale in sales:
            print(sale.purchase_id, sale.shipping_type, [item.headline for item in sale.items])
        item_id = sales[0].items[0].item_id
        print(f"item {item_id}: {accept(rakuten, item_id)}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
