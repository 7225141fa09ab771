"""Renews what pages borrow from npm: htmx, the part of Tabler's style sheet our pages use, and a sprite of icons.

    .venv/bin/python -m tools.vendor            (needs npm; writes src/forain/hub/web/static/vendor)

Run it after a template began to use a Tabler class or icon it did not use before; a test tells when.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from tools.purge import classes, purge

ROOT = Path(__file__).parents[1]
HUB = ROOT / "src" / "forain" / "hub"
VENDOR = HUB / "web" / "static" / "vendor"
PACKAGES = {
    "htmx": "htmx.org@2.0.11",
    "tabler": "@tabler/core@1.6.1",
    "icons": "@tabler/icons@3.51.0",
    "axe": "axe-core@4.14.1",
}
#: Looks for what people with a handicap would stumble over; only tests use it.
AXE = HUB / "web" / "tests" / "vendor"

#: Selectors for what we never do: right-to-left, page layouts and menus that need Bootstrap's script.
LEAVE_OUT = re.compile(
    r"\[dir=rtl\]|\[data-bs-layout|\[data-bs-theme-(?:base|primary|font|radius)|layout-boxed|navbar-expand|\.ts-|"
    r"\.flatpickr|\.apexcharts|\.jvm-|\.fc-|\.dropzone|\.litepicker|::-ms-|::-moz-focus|\.noUi|\.tox|\.iti"
)
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_ICON = re.compile(r"""(?:\bicon |picture=)["']([a-z0-9-]+)["']""")


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        here = {name: _fetch(spec, Path(folder) / name) for name, spec in PACKAGES.items()}
        _htmx(here["htmx"])
        _tabler(here["tabler"])
        _icons(here["icons"])
        _axe(here["axe"])


def _fetch(spec: str, folder: Path) -> Path:
    folder.mkdir()
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "pack", "--silent", spec], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def sources() -> list[Path]:
    """Files that may name a class: templates, our script, Python that makes markup."""
    found = [*HUB.glob("**/templates/**/*.html"), HUB / "web" / "static" / "forain.js"]
    return [*found, *HUB.glob("**/templatetags/*.py"), *HUB.glob("**/labels.py")]


def words() -> set[str]:
    return {word for path in sources() for word in _WORD.findall(path.read_text(encoding="utf-8"))}


def icons(folder: Path) -> list[str]:
    """Icons that templates name, and words of the tables in Python that are names of icons."""
    texts = {path: path.read_text(encoding="utf-8") for path in sources()}
    named = {name for text in texts.values() for name in _ICON.findall(text)}
    tables = [text for path, text in texts.items() if path.suffix == ".py"]
    said = {name for text in tables for name in re.findall(r'"([a-z0-9-]+)"', text)}
    return sorted(named | {name for name in said if (folder / f"{name}.svg").exists()})


def _htmx(package: Path) -> None:
    shutil.copyfile(package / "dist" / "htmx.min.js", VENDOR / "htmx.min.js")
    shutil.copyfile(package / "LICENSE", VENDOR / "htmx.LICENSE.txt")


def _axe(package: Path) -> None:
    AXE.mkdir(exist_ok=True)
    shutil.copyfile(package / "axe.min.js", AXE / "axe.min.js")
    shutil.copyfile(package / "LICENSE", AXE / "axe.LICENSE.txt")


def _tabler(package: Path) -> None:
    css = (package / "dist" / "css" / "tabler.min.css").read_text(encoding="utf-8")
    banner = css[css.index("/*!") : css.index("*/") + 2]
    rest = css.replace('@charset "UTF-8";', "").replace(banner, "")
    part = purge(rest, words() & classes(rest), leave_out=LEAVE_OUT)
    (VENDOR / "tabler.css").write_text(f'@charset "UTF-8";\n{banner}\n{part}\n', encoding="utf-8")
    names = "\n".join(sorted(classes(rest)))
    (VENDOR / "tabler.classes.txt").write_text(names + "\n", encoding="utf-8")


def _icons(package: Path) -> None:
    symbols = [_symbol(package, name) for name in icons(package / "icons" / "outline")]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")
    shutil.copyfile(package / "LICENSE", VENDOR / "tabler-icons.LICENSE.txt")


def _symbol(package: Path, name: str) -> str:
    svg = (package / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    assert inner, name
    paths = " ".join(re.sub(r"<!--.*?-->", "", inner.group(1), flags=re.DOTALL).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>'


if __name__ == "__main__":
    main()
