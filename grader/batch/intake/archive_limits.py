"""The limits of what is unpacked or collected, and what an archive's entry says of itself."""

from __future__ import annotations

import stat
import zipfile

SUFFIX = ".zip"
MAX_ENTRIES = 1_000  # of one student
MAX_BYTES = 16 << 20  # of one student, unpacked
MAX_CLASS_ENTRIES = 200_000
MAX_RATIO = 200  # source text is packed to a tenth of its size, a bomb to a thousandth
RATIO_BYTES = 1 << 20  # smaller than this nothing is a bomb
IGNORED = ("__MACOSX", "__pycache__")
ENCRYPTED = 0x1  # the bit of a zip entry's flags
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others ask for memory as they like


def is_junk(name: str) -> bool:
    """True if systems and editors leave something of that name behind."""
    return name in IGNORED or (name.startswith(".") and bool(name.strip(".")))


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry with forward slashes, none at the end."""
    return entry.filename.replace("\\", "/").removesuffix("/")


def leads_elsewhere(part: str) -> bool:
    """True if a part of a name is none of a file in this place."""
    return part in ("", ".", "..") or ":" in part


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """True if an entry cannot be read without a password."""
    return bool(entry.flag_bits & ENCRYPTED)


def has_odd_method(entry: zipfile.ZipInfo) -> bool:
    """True if an entry is compressed in a way that is not read here."""
    return entry.compress_type not in METHODS


def is_link(entry: zipfile.ZipInfo) -> bool:
    """True if an entry stands for a file elsewhere."""
    return stat.S_ISLNK(entry.external_attr >> 16)


def is_bomb(entry: zipfile.ZipInfo) -> bool:
    """True if an entry is larger than text of its packed size can be."""
    return entry.file_size > max(RATIO_BYTES, MAX_RATIO * entry.compress_size)
