"""The running grader as a wheel, so that a course carries exactly what its author verified.

Made from the installed package and its metadata rather than by a build: an author's environment
holds no build tools, and the same grader must give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tomllib
import zipfile
from collections.abc import Collection, Iterator, Mapping
from email.message import Message
from importlib import metadata
from pathlib import Path

from grader import __version__
from grader.errors import BrokenEnvironment

DISTRIBUTION = "unsaturated"
WHEEL_NAME = f"{DISTRIBUTION}-{__version__}-py3-none-any.whl"
PACKAGE = Path(__file__).parents[2]
_HEADERS = ("Metadata-Version", "Name", "Version", "Summary", "License-Expression", "License-File")
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip file knows
_WHEEL = "Wheel-Version: 1.0\nGenerator: grade\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def grader_wheel() -> bytes:
    """The wheel of the grader that is running.

    Raises:
        BrokenEnvironment: it is not installed, but runs from a bare folder.
    """
    try:
        installed = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError as error:
        raise BrokenEnvironment(
            "The grader is not installed, so it cannot be shipped.", "Install it: pip install -e ."
        ) from error
    requirements = _requirements(installed.requires or [])
    info = f"{DISTRIBUTION}-{__version__}.dist-info"
    files = {f"grader/{name}": content for name, content in _package_files()}
    texts = {
        "METADATA": _metadata(installed.metadata, requirements),  # type: ignore[arg-type]
        "WHEEL": _WHEEL,
        "entry_points.txt": installed.read_text("entry_points.txt") or "",
        "licenses/LICENSE": installed.read_text("licenses/LICENSE") or "",
    }
    files |= {f"{info}/{name}": text.encode() for name, text in texts.items()}
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    return zipped(files)


def _package_files() -> Iterator[tuple[str, bytes]]:
    for path in PACKAGE.rglob("*"):
        name = path.relative_to(PACKAGE)
        if path.is_file() and "__pycache__" not in name.parts:
            yield name.as_posix(), path.read_bytes()


def _requirements(installed: list[str]) -> list[str]:
    """The packages that the grader needs to run, without those of extras and editable installs.

    In a checkout that is what it says today, not what it said when it was installed.
    """
    path = PACKAGE.parent / "pyproject.toml"
    if path.is_file():
        table = tomllib.loads(path.read_text("utf-8"))
        return sorted(table["project"]["dependencies"])
    return sorted(line for line in installed if "extra ==" not in line)


def _metadata(installed: Message, requirements: list[str]) -> str:
    """The headers alone: the description shows a report, and with it words of a mistake."""
    facts = {name: installed[name] for name in _HEADERS} | {"Version": __version__}
    lines = [f"{name}: {value}" for name, value in facts.items() if value]
    lines.append(f"Requires-Python: {installed['Requires-Python']}")
    return "\n".join([*lines, *(f"Requires-Dist: {line}" for line in requirements), ""])


def _record(files: Mapping[str, bytes], own_name: str) -> bytes:
    rows = []
    for name, content in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        rows.append(f"{name},sha256={digest},{len(content)}")
    return "\n".join([*rows, f"{own_name},,", ""]).encode()


def zipped(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """A zip file that depends on names and contents alone; stored, since compressors differ."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            entry.create_system = 3  # Unix, wherever it is written
            archive.writestr(entry, content)
    return buffer.getvalue()
