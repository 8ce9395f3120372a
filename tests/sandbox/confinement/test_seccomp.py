"""The filter of system calls, interpreted here as the kernel does: which call gets which answer."""

from __future__ import annotations

import errno
import os
import struct

import pytest

from grader.sandbox.confinement import seccomp
from grader.sandbox.confinement.call_names import NUMBERS, named

X86_64, I386 = 0xC000003E, 0x40000003
ALLOW, ERROR, KILL = 0x7FFF0000, 0x00050000, 0x80000000
ASK, REFUSE = 0x7FC00000, 0x7FF00000
LAST = 600  # higher than the number of any call
UNASSIGNED = (*range(335, 424), *range(462, LAST))
BY_ARGUMENT = {2, 16, 44, 53, 56, 72, 234, 257, 302}


def answer(program: bytes, number: int, *arguments: int, architecture: int = X86_64) -> int:
    """What the filter says of a call."""
    values = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("iIQ6Q", number, architecture, 0, *values)
    register, place = 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("HBBI", program, 8 * place)
        place += 1
        match code:
            case 0x20:
                register = struct.unpack_from("I", data, value)[0]
            case 0x54:
                register &= value
            case 0x06:
                return value
            case _:
                holds = {
                    0x15: register == value,
                    0x35: register >= value,
                    0x45: bool(register & value),
                }[code]
                place += if_true if holds else if_false


def allowed(program: bytes) -> set[int]:
    return {number for number in range(LAST) if answer(program, number) == ALLOW}


@pytest.fixture(params=[True, False], ids=["removals", "no removals"])
def removals(request):
    return request.param


@pytest.fixture
def plain(removals):
    return seccomp.program(removals=removals)


@pytest.fixture
def counted(removals):
    return seccomp.program(removals=removals, counted=True)


def test_allowed_is_what_is_listed(plain, removals):
    listed = {*seccomp.ALLOWED.values()}
    listed |= {*seccomp.REMOVALS.values()} if removals else set()
    assert allowed(plain) - BY_ARGUMENT == listed


def test_counting_allows_no_more(plain, counted):
    """Call by call and with arguments of every kind; what is refused is refused by both."""
    arguments = [(0,) * 6, (1,) * 6, (2**32 - 1,) * 6, (os.getpid(),) * 6, (0x3D0F00,), (0x10000,)]
    arguments += [(first, second) for first in (0, 1, 3) for second in (0, 1030, 0x5401, 0x400000)]
    for number in range(LAST):
        for values in arguments:
            before, after = (answer(program, number, *values) for program in (plain, counted))
            is_counted = after == REFUSE
            assert is_counted or after == before
            if is_counted:  # and what the zygote answers is the error of before
                assert answer(seccomp.counting_program(), number, *values) == ASK
                assert before == ERROR | seccomp.error_of(number, values[0])
                assert number in {*NUMBERS.values(), *UNASSIGNED}


def test_counting_filter_keeps_nothing_else_from_the_filter_above_it(counted):
    below = seccomp.counting_program()
    for number in range(LAST):
        if answer(counted, number) == ALLOW:
            assert answer(below, number) == ALLOW


def test_listener_can_be_handed_over_before_the_filter_above(plain):
    for number in (46, 317, 3):  # sendmsg, seccomp, close
        assert answer(seccomp.counting_program(), number) == ALLOW
    assert answer(plain, 46) == answer(plain, 317) == ERROR | errno.EPERM


def test_foreign_calls_kill(plain, counted):
    for program in (plain, counted):
        assert answer(program, 0, architecture=I386) == KILL
        assert answer(program, 0x40000000) == KILL
        assert answer(program, -1) == KILL


def test_what_honest_programs_try_is_not_counted(counted):
    for number in (*seccomp.UNCOUNTED.values(), *seccomp.UNKNOWN.values(), 61, 285):
        assert answer(counted, number) & 0xFFFF0000 == ERROR


def test_calls_are_named_and_the_most_frequent_come_first():
    assert named({41: 1, 101: 3, 999: 2, 165: 1}) == {
        "ptrace": 3,
        "number 999": 2,
        "mount": 1,
        "socket": 1,
    }
    assert [*named({41: 1, 101: 3})] == ["ptrace", "socket"]
