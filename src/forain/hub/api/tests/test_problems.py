"""Every refusal below /api is problem+json in the caller's language, and tells nothing of the inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not_found"),
        ("POST", "/nowhere", b"{}", 404, "not_found"),
        ("GET", "/orders/", None, 404, "not_found"),
        ("GET", "/orders/not-a-uuid", None, 404, "not_found"),
        ("GET", "/orders/00000000-0000-0000-0000-000000000000", None, 404, "not_found"),
        ("DELETE", "/orders", None, 405, "method_not_allowed"),
        ("POST", "/consumers", b"{", 400, "malformed_json"),
        ("POST", "/consumers", b'{"name": NaN}', 400, "malformed_json"),
        ("POST", "/consumers", b"\xff\xfe", 400, "malformed_json"),
        ("POST", "/consumers", b'{"name": "\\ud800"}', 400, "malformed_json"),
        ("POST", "/consumers", b"[" * 100_000, 400, "malformed_json"),
        ("POST", "/consumers", b'{"name": "a\\u0000b"}', 422, "invalid"),
        ("POST", "/consumers", b"[]", 422, "invalid"),
        ("POST", "/consumers", b"", 422, "invalid"),
        ("POST", "/consumers", b'{"name": ""}', 422, "invalid"),
        ("POST", "/consumers", b'{"name": "x", "colour": "red"}', 422, "invalid"),
        ("POST", "/consumers", b'{"name": 3}', 422, "invalid"),
        ("POST", "/consumers", b'"' + b"x" * (6 * 1024 * 1024) + b'"', 413, "too_large"),
    ],
)
def test_every_failure_is_a_problem(
    api: Api, method: str, path: str, body: bytes | None, status: int, code: str
) -> None:
    answer = api.call(method, path, body)
    assert (answer.status, answer.code) == (status, code)
    assert answer.json["type"] == f"/api/v1/problems/{code}"


def test_other_media_types_are_415(api: Api) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = api.client.generic(
            "POST", "/api/v1/consumers", b"name=x", content_type=media_type, headers=api.headers
        )
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_method_that_is_not_known_names_those_that_are(api: Api) -> None:
    answer = api.call("PUT", "/consumers")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.text.encode())


def test_a_failure_of_an_outer_layer_is_a_problem_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["shop.example"])
    assert api.get("/orders", Host="evil.example").code == "bad_request"


def test_head_is_answered_like_get_without_a_body(api: Api, world: World) -> None:
    path = f"/orders/{world.order.pk}"
    asked, got = api.call("HEAD", path), api.get(path)
    assert (asked.status, asked.text, asked.headers["ETag"]) == (200, "", got.headers["ETag"])


def test_nul_in_the_address_is_no_crash(api: Api) -> None:
    assert api.get("/orders", {"text": "a\0b"}).code == "invalid"
    assert api.get("/problems/a%00b").code == "not_found"


def test_field_errors_name_the_field_and_never_repeat_the_value(api: Api) -> None:
    wish = {"marketplace": "toymart", "name": "x", "credentials": {"token": ["s3cr3t"]}}
    answer = api.post("/connections", wish)
    assert answer.json["errors"] == [
        {"field": "body.credentials.token", "code": "string_type", "detail": "This must be a text."}
    ]
    assert "s3cr3t" not in answer.text


def test_a_fault_of_ours_is_a_plain_500(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from forain.hub.orders import handoff

    def broken(_workspace: object) -> list[object]:
        raise RuntimeError("token=s3cr3t")

    monkeypatch.setattr(handoff, "consumers", broken)
    answer = api.get("/consumers")
    assert (answer.status, answer.code) == (500, "internal")
    assert "s3cr3t" not in answer.text
    assert "Traceback" not in answer.text


def test_a_database_that_does_not_answer_is_a_503(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from forain.hub.orders import handoff

    def gone(_workspace: object) -> list[object]:
        raise OperationalError

    monkeypatch.setattr(handoff, "consumers", gone)
    answer = api.get("/consumers")
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "unavailable", "5")


def test_every_kind_of_problem_can_be_opened_without_a_key(world: World) -> None:
    from forain.hub.api.tests.world import Api
    from forain.hub.kit.problems import KNOWN

    for code, known in KNOWN.items():
        shown = Api().get(f"/problems/{code}").json
        assert (shown["code"], shown["status"]) == (code, known.status)
        assert shown["title"]


def test_every_code_a_route_declares_is_known() -> None:
    from forain.hub.api.document import operations
    from forain.hub.kit.problems import KNOWN
    from forain.hub.kit.routes import rules_of

    for _path, _method, operation in operations():
        assert set(rules_of(operation.view_func, operation.methods).codes) <= set(KNOWN)
