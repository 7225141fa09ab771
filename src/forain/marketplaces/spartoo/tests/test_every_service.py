"""What holds for all eleven services alike: transports, names, checks of the caller, form of the answer."""

from __future__ import annotations

from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from forain.marketplaces.spartoo.errors import TABLES
from forain.marketplaces.spartoo.operations import OPERATIONS
from forain.marketplaces.spartoo.sandbox.services import SERVICES
from forain.marketplaces.spartoo.tests.samples_of_calls import good_calls, set_stage
from forain.marketplaces.spartoo.tests.support import Play, code_of, multipart
from forain.wire.xml import decode

ALL = sorted(OPERATIONS)
UNKNOWN = "0123456789ABCDEF"


def _tree(document: bytes) -> ET.Element:
    assert document.startswith(b"<?xml"), "PHP's parser rejects anything before the declaration"
    return ET.fromstring(document)


def test_declarations_server_and_error_tables_name_the_same_services() -> None:
    assert set(SERVICES) == set(OPERATIONS) == set(TABLES)


@pytest.mark.parametrize("service", ALL)
def test_checks_of_the_caller_come_in_their_order(play: Play, service: str) -> None:
    """-1, -2, -428, -429 in every service's own form, well-formed, and nothing is told beside them."""
    good = f"partenaire={play.partenaire}".encode()
    answers = {
        -1: [play.raw(service), play.raw(service, b"partenaire="), play.raw(service, b"", b"partner=%20")],
        -2: [play.raw(service, f"partenaire={UNKNOWN}".encode())],
    }
    play.sandbox.control("rules", calls_per_hour=0)
    play.sandbox.control("account", active=False)
    answers[-428] = [play.raw(service, good)]
    play.sandbox.control("account", active=True)
    answers[-429] = [play.raw(service, good)]
    for code, documents in answers.items():
        for document in documents:
            root = _tree(document)
            assert (root.tag, code_of(root)) == ("root", code)
            containers = [one for one in root if one.tag not in ("errors", "statut")]
            assert all(len(one) == 0 and not one.text for one in containers)


@pytest.mark.parametrize("service", ["xml_export_orders", "xml_export_returns"])
def test_containers_are_there_and_truly_empty(play: Play, service: str) -> None:
    """`root/orders`, `root/returns`: clients read them unconditionally (section 17, 4)."""
    for query in ("", f"partenaire={UNKNOWN}", f"partenaire={play.partenaire}&date=2031-05-01"):
        first = _tree(play.raw(service, query.encode()))[0]
        assert first.tag == service.removeprefix("xml_export_")
        assert (len(first), first.text) == (0, None)


@pytest.mark.parametrize("service", ALL)
@pytest.mark.parametrize("names", [("partenaire", "statut"), ("partner", "status")])
def test_every_transport_and_both_languages_of_names_get_a_right_answer(
    play: Play, service: str, names: tuple[str, str]
) -> None:
    """Form, empty POST with a query, GET, multipart, body and query mixed; an empty `statut` is none."""
    renamed = {"partenaire": names[0], "statut": names[1]}

    def asked(fields: dict[str, str]) -> dict[str, str]:
        return {renamed.get(name, name): value for name, value in fields.items()}

    for transport in ("form", "empty post", "get", "multipart", "mixed"):
        here = Play.begin(play.sandbox.world.now())
        fields = {"statut": "", **good_calls(set_stage(here))[service], "partenaire": here.partenaire}
        assert code_of(_tree(_sent(here, service, transport, asked(fields)))) in (1, -18), transport


def _sent(play: Play, service: str, transport: str, fields: dict[str, str]) -> bytes:
    encoded = urlencode(fields).encode()
    if transport == "multipart":
        body, kind = multipart(fields)
        return play.raw(service, body=body, content_type=kind)
    if transport == "mixed":
        first, _, rest = encoded.partition(b"&")
        return play.raw(service, first, rest)
    if transport == "form":
        return play.raw(service, body=encoded)
    return play.raw(service, encoded, method="GET" if transport == "get" else "POST")


@pytest.mark.parametrize("service", ALL)
def test_a_good_answer_is_read_whole_by_the_client_s_declaration(play: Play, service: str) -> None:
    """One declaration for both sides: nothing in the answer is undeclared, nothing had to be mended."""
    fields = {**good_calls(set_stage(play))[service], "partenaire": play.partenaire}
    answer = play.raw(service, body=urlencode(fields).encode())
    decoded = decode(OPERATIONS[service].answer, answer)
    assert not decoded.drift
    assert not decoded.repairs


@pytest.mark.parametrize(
    ("service", "order"),
    [
        ("xml_maj_stock", ["errors"]),
        ("xml_check_status_products", ["errors", "products"]),
        ("xml_export_bl", ["bl", "errors"]),
        ("xml_import_products_async", ["url", "errors"]),
        ("xml_maj_returns", ["returns", "statut"]),
        ("xml_export_returns", ["returns", "errors", "statut"]),
    ],
)
def test_children_stand_in_the_documented_order(play: Play, service: str, order: list[str]) -> None:
    """Section 7: where `errors` stands is the service's own."""
    root = play.call(service, **good_calls(set_stage(play))[service])
    assert [one.tag for one in root] == order


@pytest.mark.parametrize("service", ALL)
def test_injected_refusals_keep_the_form_of_the_service(play: Play, service: str) -> None:
    play.sandbox.fault("quota", service=service, count=1)
    assert code_of(_tree(play.raw(service, f"partenaire={play.partenaire}".encode()))) == -429
