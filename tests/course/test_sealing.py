"""Sealing: what was sealed comes back, and nothing else ever does."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grader.course.sealing import (
    Key,
    NoKey,
    Sealed,
    Unopened,
    exercise_key,
    key_as_text,
    new_course_key,
    open_sealed,
    read_key,
    seal,
)
from grader.errors import EXIT_ENVIRONMENT

COURSE_KEY = Key("course", bytes(range(32)))
KEY = exercise_key(COURSE_KEY, "exercise03")
FILES = {"reference.py": "def f():\n    return 'secret √2'\n", "mistakes/a.py": ""}
CONTENT = Sealed(FILES, 7, {"exercises/exercise03/test_examples.py": "0" * 64})
SEALED = seal(CONTENT, KEY)
# Sealed by the version before, which knew neither releases nor open files.
EARLIER = b"""\
unsaturated/sealed/1 exercise03 0df763fb8b27c7ff
68UXOdauMkkAOYrAQWTPvD5w2of+gnX/RZQ8GNM4uSEHIY6VOn4z8HEcQjYEpT9AXNOg1qslGsok
zpgEuvf4mv694w7qIzHtTaRnkiDj/nlhemm8a4QN5hh6L092XrsIPYmOVklQm3Gi
"""


def test_open_gives_what_was_sealed():
    assert open_sealed(SEALED, KEY, "it") == CONTENT


def test_open_reads_what_the_earlier_format_held():
    assert open_sealed(EARLIER, KEY, "it") == Sealed(FILES, 0, None)


def test_a_sealed_file_does_not_pass_for_one_of_the_other_format():
    for content, other in ((SEALED, b"/1 "), (EARLIER, b"/2 ")):
        header, _, body = content.partition(b"\n")
        changed = header.replace(b"/2 ", b"/? ").replace(b"/1 ", b"/? ").replace(b"/? ", other)
        with pytest.raises(Unopened, match="not as it was released"):
            open_sealed(changed + b"\n" + body, KEY, "it")


def test_sealed_file_shows_nothing_of_its_content():
    assert b"secret" not in SEALED
    assert SEALED.isascii()
    assert max(map(len, SEALED.splitlines())) <= 80


def test_seal_gives_the_same_bytes_for_the_same_content():
    assert seal(replace(CONTENT, files=dict(reversed(FILES.items()))), KEY) == SEALED


def test_seal_never_repeats_a_nonce_with_other_content():
    other = seal(replace(CONTENT, files=FILES | {"reference.py": "x"}), KEY)
    assert other.splitlines()[1][:16] != SEALED.splitlines()[1][:16]


def test_sealed_file_survives_other_line_ends():
    assert open_sealed(SEALED.replace(b"\n", b"\r\n"), KEY, "it") == CONTENT


@pytest.mark.parametrize("position", [0, 21, 25, 40, 60, 100, -3])
def test_open_refuses_a_file_that_was_changed(position):
    changed = bytearray(SEALED)
    changed[position] = ord("B") if changed[position] != ord("B") else ord("C")
    with pytest.raises(Unopened) as caught:
        open_sealed(bytes(changed), KEY, "exercise03/hidden.sealed")
    assert caught.value.exit_code == EXIT_ENVIRONMENT
    assert "exercise03/hidden.sealed" in caught.value.what


@pytest.mark.parametrize("content", [b"", b"\n", SEALED[:100], SEALED + b"AAAA", SEALED * 2])
def test_open_refuses_a_file_that_is_not_whole(content):
    with pytest.raises(Unopened, match="not as it was released"):
        open_sealed(content, KEY, "it")


def test_open_tells_a_key_of_another_course_from_damage():
    other = exercise_key(new_course_key(), "exercise03")
    with pytest.raises(Unopened, match="The key of exercise03 does not open it"):
        open_sealed(SEALED, other, "it")


def test_key_of_one_exercise_opens_no_other():
    other = exercise_key(COURSE_KEY, "exercise04")
    assert other.secret != KEY.secret
    for key in (other, Key("exercise03", other.secret), COURSE_KEY):
        with pytest.raises(Unopened):
            open_sealed(SEALED, key, "it")


def test_key_reads_back():
    assert read_key(f" {key_as_text(KEY)}\n", "here") == KEY
    assert key_as_text(COURSE_KEY).startswith("course-000102")
    for_later = Key("course", COURSE_KEY.secret, since=7)
    assert key_as_text(for_later) == f"{key_as_text(COURSE_KEY)}-7"
    assert read_key(key_as_text(for_later), "here") == for_later


@pytest.mark.parametrize(
    "text", ["", "exercise03", "course-12", key_as_text(KEY)[:-1], "a b", f"{key_as_text(KEY)}-0"]
)
def test_read_key_refuses_what_is_none_and_does_not_repeat_it(text):
    with pytest.raises(NoKey) as caught:
        read_key(text, "GRADE_KEY")
    assert caught.value.exit_code == EXIT_ENVIRONMENT
    assert not text or text not in caught.value.what


def test_key_is_not_told_by_a_traceback():
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY) == "Key(exercise03)"


def test_new_course_keys_differ():
    assert new_course_key() != new_course_key()
