"""Client and pretend Spartoo in one process: every product imported, then the stock of every size set."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.sandbox import stage
from forain.sandbox.inprocess import Sandbox
from forain.sdk.pacing import NO_PACE


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""
    count = int(path.read_text())
    catalogue, stock = _beside("spartoo_import"), _beside("spartoo_stock")

    def run() -> int:
        sandbox = Sandbox(empty=True, frozen=True, stages={"spartoo": stage})
        sandbox.control("rules", calls_per_hour=1_000_000)
        partner = sandbox.accounts["spartoo"]["partenaire"]
        with SpartooClient(
            partner, endpoint=sandbox.url, pace=NO_PACE, transport=sandbox.transport()
        ) as client:
            for answer in client.import_all(catalogue.products(count)):
                assert not answer.marked
            for told in client.maj_stock_all(stock.products(count * 8)):
                assert not told.marked
        return count

    return run


def _beside(name: str) -> ModuleType:
    """The generators of the other runs; this folder is no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
