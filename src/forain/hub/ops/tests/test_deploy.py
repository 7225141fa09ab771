"""What is in `deploy/` can be read, calls commands and settings that exist, and never runs as root."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML comes with the development tools")

from forain.hub.config import Config  # noqa: E402

DEPLOY = Path(__file__).parents[5] / "deploy"


def documents(name: str) -> list[Any]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")))


def settings_named(text: str) -> set[str]:
    return {name.lower().removesuffix("_file") for name in re.findall(r"\bFORAIN_([A-Z_]+)", text)}


@pytest.mark.parametrize(
    "file", [path for path in sorted(DEPLOY.rglob("*")) if path.is_file()], ids=lambda p: p.name
)
def test_only_settings_that_exist_are_named(file: Path) -> None:
    assert settings_named(file.read_text(encoding="utf-8")) <= set(Config.model_fields)


def test_compose_runs_web_and_workers_apart_with_secrets_from_files() -> None:
    (compose,) = documents("compose.yaml")
    web, worker = compose["services"]["web"], compose["services"]["worker"]
    assert web["command"][0] == "up"
    assert web["command"][-2:] == ["--workers", "0"]
    assert worker["command"] == ["worker"]
    assert set(web["secrets"]) < set(compose["secrets"])
    assert web["read_only"]


def test_kubernetes_pods_have_no_root_and_time_to_end() -> None:
    deployments = [one for one in documents("kubernetes/forain.yaml") if one["kind"] == "Deployment"]
    assert [one["metadata"]["name"] for one in deployments] == ["forain-web", "forain-worker"]
    for pod in (one["spec"]["template"]["spec"] for one in deployments):
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["terminationGracePeriodSeconds"] > 25
        assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"]


@pytest.mark.parametrize("unit", ["forain-web.service", "forain-worker@.service"])
def test_units_end_in_order_and_are_no_root(unit: str) -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read(DEPLOY / "systemd" / unit)
    service = parser["Service"]
    assert service["User"] == "forain"
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) > 25


def test_image_is_locked_by_hash_and_has_no_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert text.count("--require-hashes") == 2
    assert re.search(r"^USER 10001$", text, re.MULTILINE)
    assert text.count("\nFROM ") == 2
