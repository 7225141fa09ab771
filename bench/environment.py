"""What people would use instead, in an environment of its own, never in the product's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
_VENV = HERE / ".venv-peers"
_PINS = HERE / "peers.txt"
_STAMP = _VENV / "pins"


def peers_python() -> Path:
    """Their interpreter; installs them when the pinned versions are not there yet."""
    if not peers_are_installed():
        subprocess.run([sys.executable, "-m", "venv", "--clear", _VENV], check=True)
        install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", _PINS)
        subprocess.run([_python(), *install], check=True, stderr=subprocess.DEVNULL)
        _STAMP.write_text(_PINS.read_text())
    return _python()


def peers_are_installed() -> bool:
    """Whether the environment has exactly what is pinned."""
    return _STAMP.exists() and _STAMP.read_text() == _PINS.read_text()


def _python() -> Path:
    return _VENV / "bin" / "python"
