"""A back office in one file: is told of orders, takes them in, accepts them, ships them. Standard library only.

    HUB=http://127.0.0.1:8000 KEY=frn_… python examples/back_office.py erp
    HUB=… KEY=… SECRET=whsec_… python examples/back_office.py erp 9000

The first follows the feed; the second listens on port 9000 for a webhook (`forain webhooks add erp
http://127.0.0.1:9000/ --consumer erp` prints its secret) and checks each signature. The consumer (`erp`) must exist; a
key of role `operator` is enough. Every write carries an Idempotency-Key made from what is wanted, and the feed's cursor is
kept after the work: the program may be killed anywhere and simply started again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

KINDS = ("order.seen", "line.moved", "line.do_not_ship")


class Hub:
    """The REST API with one key."""

    def __init__(self, address: str, key: str) -> None:
        self._base = f"{address}/api/v1"
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def get(self, path: str) -> Any:
        return self._call(urllib.request.Request(f"{self._base}{path}", headers=self._headers))

    def post(self, path: str, body: dict[str, Any], intention: str) -> Any:
        headers = {**self._headers, "Idempotency-Key": intention}
        data = json.dumps(body).encode()
        return self._call(urllib.request.Request(f"{self._base}{path}", data, headers))

    @staticmethod
    def _call(request: urllib.request.Request) -> Any:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


class BackOffice:
    """`cursor` is a file; it survives the program."""

    def __init__(self, hub: Hub, consumer: str, cursor: Path) -> None:
        self.hub, self.consumer, self.cursor = hub, consumer, cursor

    def round(self, wait: int = 20) -> int:
        """Work off the next piece of the feed; how many events it held."""
        after = self.cursor.read_text() if self.cursor.exists() else "0"
        kinds = "".join(f"&kinds={kind}" for kind in KINDS)
        feed = self.hub.get(f"/events?after={after}&limit=100&wait={wait}{kinds}")
        for event in feed["items"]:
            self.stop(event)
        for order_id in dict.fromkeys(event["order_id"] for event in feed["items"]):
            self.work(order_id)
        self.cursor.write_text(str(feed["next"]))
        return len(feed["items"])

    def told(self, message: dict[str, Any]) -> None:
        """Work off one message of a webhook. The order in it is as it was when it was sent: read it anew."""
        event = message["data"]["event"]
        if event and event["kind"] in KINDS:
            self.stop(event)
            self.work(event["order_id"])

    def stop(self, event: dict[str, Any]) -> None:
        if event["kind"] == "line.do_not_ship":
            print(f"STOP the parcel with line {event['data']['line']}")

    def work(self, order_id: str) -> None:
        """Read the order as it is now and do the next thing; a refusal is for a person, not for a loop."""
        order = self.hub.get(f"/orders/{order_id}")
        try:
            self.next_step(order)
        except urllib.error.HTTPError as no:
            if no.code >= 500 or no.code == 401:
                raise
            problem = json.load(no)
            print(f"{order['reference']}: {problem['code']}: {problem['detail']}")

    def next_step(self, order: dict[str, Any]) -> None:
        if order["state"] == "awaiting_acceptance":
            self.take_in(order)
            self.hub.post(f"/orders/{order['id']}/accept", {}, intention("accept", order))
            print(f"{order['reference']}: accepted")
        elif order["state"] == "to_ship" and not order["do_not_ship"]:
            parcel = {"carrier": "colissimo", "tracking_number": f"6A{order['reference'][-11:]:0>11}"}
            self.hub.post(f"/orders/{order['id']}/ship", parcel, intention("ship", order))
            print(f"{order['reference']}: shipped")

    def take_in(self, order: dict[str, Any]) -> None:
        """Here a real back office books the order; our number for it is told to the hub."""
        told = {"consumer": self.consumer, "merchant_reference": f"SO-{order['reference']}"}
        self.hub.post(f"/orders/{order['id']}/acknowledge", told, f"acknowledge-{order['id']}")


def intention(what: str, order: dict[str, Any]) -> str:
    """The same key for the same lines in the same state, so that lines that become ready later are a new intention."""
    ready = [line["id"] for line in order["lines"] if line["fulfilment"] == order["state"]]
    return str(uuid.uuid5(uuid.UUID(order["id"]), " ".join([what, *ready])))


def verify(secret: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """The message, if the hub signed it in the last five minutes (Standard Webhooks). Raises ValueError.

    The libraries of Standard Webhooks do the same. While the secret is changed there are two signatures: one must fit.
    """
    moment = headers.get("webhook-timestamp", "0")
    signed = f"{headers.get('webhook-id')}.{moment}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    ours = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    theirs = [one.removeprefix("v1,") for one in headers.get("webhook-signature", "").split()]
    if abs(time.time() - int(moment)) > 300 or not any(hmac.compare_digest(ours, one) for one in theirs):
        raise ValueError("not signed by our hub just now")
    message: dict[str, Any] = json.loads(body)
    return message


def server(office: BackOffice, secret: str, port: int) -> ThreadingHTTPServer:
    """Takes messages in. An error while working is answered with 500, so the hub sends the message again later."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                office.told(verify(secret, headers, body))
                self.send_response(204)
            except ValueError:
                self.send_response(401)
            except OSError as error:
                print(f"later: {error}")
                self.send_response(500)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main(consumer: str = "erp", port: str = "", cursor: str = "back_office.cursor") -> None:
    office = BackOffice(Hub(os.environ["HUB"], os.environ["KEY"]), consumer, Path(cursor))
    if port:
        server(office, os.environ["SECRET"], int(port)).serve_forever()
    while True:
        office.round()


if __name__ == "__main__":
    main(*sys.argv[1:4])
