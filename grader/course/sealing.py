"""Files that travel with a course without being readable: sealed with a key for each exercise.

AES-GCM makes them secret and shows any change; HKDF derives the key of an exercise from the one
of the course, so that one exercise can be opened after its deadline and the others stay shut.
What is sealed twice is the same bytes twice: the nonce is derived from the content, so it repeats
only together with everything else.

Beside the hidden files is sealed what they belong to: the number of the release, and the hashes
of the files that students can change.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
import secrets
import textwrap

import msgspec
from msgspec import Struct

from grader.errors import BrokenEnvironment

COURSE = "course"
KEY_BYTES = 32
NONCE_BYTES = 12
_KEY = re.compile(rf"(course|exercise\d\d)-([0-9a-f]{{{2 * KEY_BYTES}}})(?:-([1-9]\d{{0,8}}))?")
_FORMAT = "unsaturated/sealed/2"
_DERIVATION = "unsaturated/sealed/1"  # of keys, which open the files of both formats
_HEADER = re.compile(rb"unsaturated/sealed/([12]) (exercise\d\d) ([0-9a-f]{16})")


class Key(Struct, frozen=True):
    """The key of one exercise or, named `course`, the one that all are derived from.

    Attributes:
        since: the number of the oldest release that it is for; 0 is any.
    """

    name: str
    secret: bytes
    since: int = 0

    def __repr__(self) -> str:
        return f"Key({self.name})"  # a traceback must not tell it


class Sealed(Struct, frozen=True):
    """The content of a sealed file.

    Attributes:
        files: the hidden texts, by name.
        release: the number of the release; 0 in the earlier format, which had none.
        open_files: the hashes of the files that belong to it and are not sealed, by path in the
            course; empty for one that is not there. None in the earlier format.
    """

    files: dict[str, str]
    release: int = 0
    open_files: dict[str, str] | None = None


class Unopened(BrokenEnvironment):
    """The sealed file cannot be opened: it has changed, or the key is not its own."""


class NoKey(BrokenEnvironment):
    """The given key is not a key."""


def new_course_key() -> Key:
    """A key that nobody has."""
    return Key(COURSE, secrets.token_bytes(KEY_BYTES))


def exercise_key(course_key: Key, name: str) -> Key:
    """The key of one exercise of the course."""
    return Key(name, _derived(course_key.secret, name))


def key_as_text(key: Key) -> str:
    """The key as it is handed over, such as exercise03-0123… or course-0123…-7."""
    return f"{key.name}-{key.secret.hex()}" + (f"-{key.since}" if key.since else "")


def read_key(text: str, source: str) -> Key:
    """The key that a text spells; `source` says where it stands.

    Raises:
        NoKey: it spells none. The text is not repeated.
    """
    match = _KEY.fullmatch(text.strip())
    if match is None:
        raise NoKey(
            f"{source} does not hold a key.",
            f"A key is a word such as exercise03-, then {2 * KEY_BYTES} hexadecimal digits.",
        )
    return Key(match[1], bytes.fromhex(match[2]), int(match[3] or 0))


def seal(content: Sealed, key: Key) -> bytes:
    """Hidden texts as a sealed file, in lines that survive mail and version control."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    table = msgspec.to_builtins(content)
    plain = json.dumps(table, sort_keys=True, ensure_ascii=False).encode()
    nonce = hmac.digest(_derived(key.secret, "nonce"), plain, "sha256")[:NONCE_BYTES]
    header = f"{_FORMAT} {key.name} {_fingerprint(key)}".encode()
    sealed = nonce + AESGCM(_derived(key.secret, "content")).encrypt(nonce, plain, header)
    lines = textwrap.wrap(base64.b64encode(sealed).decode(), 76)
    return b"\n".join([header, *map(str.encode, lines), b""])


def open_sealed(content: bytes, key: Key, source: str) -> Sealed:
    """The content of a sealed file of any format, in memory alone; `source` names it in errors.

    Raises:
        Unopened: the file is not as it was sealed, or was sealed with another key.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    damaged = Unopened(
        f"{source} is not as it was released.", "Take the file from the course again."
    )
    header, _, body = content.replace(b"\r\n", b"\n").partition(b"\n")
    match = _HEADER.fullmatch(header)
    if match is None or match[2].decode() != key.name:
        raise damaged
    if not hmac.compare_digest(match[3].decode(), _fingerprint(key)):
        raise Unopened(
            f"The key of {key.name} does not open {source}.",
            "It is the key of another course, or of an earlier release: ask for this one's.",
        )
    try:
        sealed = base64.b64decode(b"".join(body.split()), validate=True)
        cipher = AESGCM(_derived(key.secret, "content"))
        plain = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], header)
        if match[1] == b"1":
            return Sealed(msgspec.json.decode(plain, type=dict[str, str]))
        return msgspec.json.decode(plain, type=Sealed)
    except (ValueError, InvalidTag):
        raise damaged from None


def _fingerprint(key: Key) -> str:
    """A fingerprint of a key, which tells nothing else about it."""
    return _derived(key.secret, "fingerprint").hex()[:16]


def _derived(secret: bytes, purpose: str) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    context = f"{_DERIVATION} {purpose}".encode()
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=context).derive(secret)
