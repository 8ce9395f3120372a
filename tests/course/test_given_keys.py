"""Keys and the secret seed: read once, and gone from the process that read them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.course.given_keys import KEY_VARIABLE, SECRET_VARIABLE, read_keys, seed_of, take_keys
from grader.course.sealing import Key, NoKey, exercise_key, key_as_text
from grader.errors import BrokenEnvironment

COURSE_KEY = Key("course", bytes(range(32)))


def test_keys_are_taken_out_of_the_environment():
    own = exercise_key(COURSE_KEY, "exercise03")
    environment = {KEY_VARIABLE: f"{key_as_text(COURSE_KEY)}, {key_as_text(own)}", "PATH": "/bin"}
    assert take_keys(environment) == (COURSE_KEY, own)
    assert environment == {"PATH": "/bin"}
    assert take_keys(environment) == ()


def test_something_else_than_a_key_is_refused_without_being_repeated():
    with pytest.raises(NoKey) as caught:
        read_keys("course-123")
    assert "123" not in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="the system shows environments here alone")
def test_key_is_overwritten_where_the_system_shows_the_first_environment(environment):
    code = """
import os
from pathlib import Path
from grader.course.given_keys import take_keys
held = Path("/proc/self/environ")
before = b"abcdef" in held.read_bytes()
count = len(take_keys(os.environ))
after = held.read_bytes()
print(before, count, b"abcdef" in after, b"OTHER=1" in after)
"""
    given = environment | {"GRADE_KEY": "course-" + "abcdef0123456789" * 4, "OTHER": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True)
    assert done.stdout == "True 1 False True\n", done.stderr


def test_seed_follows_from_the_secret_and_is_another_for_each_exercise():
    secret = {SECRET_VARIABLE: "correct horse"}
    assert seed_of("exercise01", chosen=None, environment={}) == 0
    assert seed_of("exercise01", chosen=None, environment=secret) == 7042492848036009910
    assert seed_of("exercise02", chosen=None, environment=secret) != 7042492848036009910
    assert seed_of("exercise01", chosen=5, environment=secret) == 5


def test_seed_follows_from_the_key_of_the_course_where_there_is_no_secret():
    own = exercise_key(COURSE_KEY, "exercise01")
    by_key = seed_of("exercise01", chosen=None, environment={}, keys=(own, COURSE_KEY))
    assert by_key not in (0, seed_of("exercise02", chosen=None, environment={}, keys=(COURSE_KEY,)))
    assert seed_of("exercise01", chosen=None, environment={}, keys=(own,)) == 0
    secret = {SECRET_VARIABLE: "correct horse"}
    assert seed_of("exercise01", chosen=None, environment=secret, keys=(COURSE_KEY,)) != by_key


def test_empty_secret_is_refused():
    with pytest.raises(BrokenEnvironment, match="is empty"):
        seed_of("exercise01", chosen=None, environment={SECRET_VARIABLE: ""})
