"""The keys and the secret seed that a process is started with: read once, then gone from it."""

from __future__ import annotations

import ctypes
import hmac
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import suppress

from grader.course.sealing import COURSE, Key, read_key
from grader.errors import BrokenEnvironment

KEY_VARIABLE = "GRADE_KEY"
SECRET_VARIABLE = "GRADE_SEED_SECRET"


def take_keys(environment: MutableMapping[str, str]) -> tuple[Key, ...]:
    """The keys of GRADE_KEY, separated by blanks or commas; the variable is then gone.

    Raises:
        NoKey: one of them is none.
    """
    text = environment.get(KEY_VARIABLE, "")
    if text:
        _overwrite(KEY_VARIABLE)  # the system shows the first environment of a process to its user
        del environment[KEY_VARIABLE]
    return read_keys(text)


def read_keys(text: str) -> tuple[Key, ...]:
    """The keys in the text of GRADE_KEY.

    Raises:
        NoKey: one of them is none.
    """
    return tuple(read_key(word, KEY_VARIABLE) for word in text.replace(",", " ").split())


def seed_of(
    exercise: str, *, chosen: int | None, environment: Mapping[str, str], keys: Sequence[Key] = ()
) -> int:
    """The seed of an exercise's checks: the same for all students.

    Without a chosen seed it follows from GRADE_SEED_SECRET or, where there is none, from the key of
    the course, so that no student can know it; without either it is 0.

    Raises:
        BrokenEnvironment: the secret is there, but empty.
    """
    if chosen is not None:
        return chosen
    text = environment.get(SECRET_VARIABLE)
    if text == "":
        raise BrokenEnvironment(
            f"{SECRET_VARIABLE} is empty.", "Set it to the course's secret, or unset it."
        )
    own = next((key.secret for key in keys if key.name == COURSE), None)
    secret = text.encode("utf-8", "surrogateescape") if text is not None else own
    if secret is None:
        return 0
    digest = hmac.digest(secret, exercise.encode(), "sha256")
    return int.from_bytes(digest[:8], "big") >> 1  # 63 bits: what SQLite and JSON readers hold


def _overwrite(name: str) -> None:
    """Overwrite a variable where the process was given it: unsetting it leaves the bytes there."""
    with suppress(OSError, ValueError, AttributeError):
        first = ctypes.POINTER(ctypes.c_void_p).in_dll(ctypes.CDLL(None), "environ")
        prefix, position = f"{name}=".encode(), 0
        while address := first[position]:
            entry = ctypes.string_at(address)
            if entry.startswith(prefix):
                ctypes.memset(address + len(prefix), ord("0"), len(entry) - len(prefix))
            position += 1
