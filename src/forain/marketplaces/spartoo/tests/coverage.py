"""What is covered of Spartoo, gathered from declarations, clients, the sandbox and the tests that provoke errors."""

from __future__ import annotations

import inspect

from forain.marketplaces.spartoo import connector, returning
from forain.marketplaces.spartoo.client import AsyncSpartooClient, SpartooClient
from forain.marketplaces.spartoo.errors import DOCUMENTED_TABLES, TABLES
from forain.marketplaces.spartoo.operations import OPERATIONS
from forain.marketplaces.spartoo.sandbox.services import SERVICES
from forain.marketplaces.spartoo.tests.test_errors_provoked import PROVOKED, caller_cases
from forain.marketplaces.spartoo.tests.test_scripts import VARIANTS
from forain.testing.coverage import Coverage, Row

NOTES = {
    "en": "Codes below -9000 are this project's own, for the items of an import: the real ones exist and are not "
    "public. “Ways of sending” are programs in `tests/scripts/`, run over a socket. The pulled feed and the code "
    "lists are no services: see `catalogue/` and `provisioning/` of the room.",
    "fr": "Les codes inférieurs à -9000 sont propres à ce projet, pour les articles d'un import : les vrais existent "
    "et ne sont pas publics. Les « modes d'envoi » sont des programmes de `tests/scripts/`, exécutés sur un socket. "
    "Le flux et les listes de codes ne sont pas des services : voir `catalogue/` et `provisioning/` de la pièce.",
}


def coverage() -> Coverage:
    rows = tuple(_row(service) for service in OPERATIONS)
    return Coverage(room="spartoo", name="Spartoo", rows=rows, notes=NOTES)


def _row(service: str) -> Row:
    method = service.removeprefix("xml_")
    both = hasattr(SpartooClient, method) and hasattr(AsyncSpartooClient, method)
    provoked = {*caller_cases(service), *PROVOKED[service]}
    return Row(
        service=service,
        client=method if both else "",
        sandbox=service in SERVICES,
        hub=any(f".{method}(" in inspect.getsource(module) for module in (connector, returning)),
        repeatable=OPERATIONS[service].repeatable,
        documented=service in DOCUMENTED_TABLES,
        provoked=tuple(str(code) for code in TABLES[service] if code in provoked and code != 1),
        ways=_ways(service),
    )


def _ways(service: str) -> tuple[str, ...]:
    names = [f"{script.removesuffix('.py')} ({tongue})" for script, tongue in VARIANTS]
    return tuple(name for name in names if service == "xml_export_bl" or not name.startswith("slip"))
