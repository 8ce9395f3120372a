"""Submissions that answer for the worker: whatever they write on its line is a value or a stop.

The line is an open descriptor of their process, and the code of the wire lies in memory, so they
can write anything on it, garbage as well as perfect frames.
"""

from __future__ import annotations

import time

import pytest
import torch

from grader.sandbox.call import Call
from grader.sandbox.failures import CheckFailed, StudentStopped

FORGER = """
import os
import stat
import sys
import time

import torch

LINE = next(n for n in range(3, 50) if stat.S_ISSOCK(os.fstat(n).st_mode))
wire = sys.modules["grader.sandbox.wire"]


def send(value):
    os.write(LINE, wire.frame(value))


def f(*arguments, **keywords):
    {forgery}
    return torch.zeros(2)


def g():
    return 7.0
"""

GARBAGE = {
    "random bytes": "os.write(LINE, bytes(range(256)) * 9)",
    "nothing in a frame": "os.write(LINE, bytes(4))",
    "header of 4 GiB": "os.write(LINE, b'\\xff' * 4)",
    "header of 64 MiB and no more": "os.write(LINE, (64 << 20).to_bytes(4, 'little'))",
    "frame that ends early": "os.write(LINE, wire.frame(['ok', 1])[:-1]); os._exit(0)",
    "half a header": "os.write(LINE, b'ab'); os._exit(0)",
    "unknown tag": "os.write(LINE, (1).to_bytes(4, 'little') + b'Z')",
    "two values in a frame": "os.write(LINE, (2).to_bytes(4, 'little') + b'NN')",
    "array that is too big for numpy": (
        "os.write(LINE, (67).to_bytes(4, 'little') + b'A\\x0b\\x08' + bytes(8) "
        "+ (2**31 - 1).to_bytes(8, 'little') * 7)"
    ),
    "not a reply": "send('ok')",
    "empty reply": "send([])",
    "short reply": "send(['ok'])",
    "long reply": "send(['ok', 1.0, 2.0])",
    "dict": "send({'ok': 1.0})",
    "unknown reply": "send(['yes', [1.0, None, None]])",
    "call reply that is none": "send(['ok', 1.0])",
    "call reply without parts": "send(['ok', []])",
    "exception of other types": "send(['exc', 1.0, None, True])",
    "exception without a text": "send(['exc', 'ValueError'])",
    "exception cut short": "send(['exc', 'ValueError', 'text'])",
    "no arguments back": "send(['ok', [torch.ones(2), None, None]])",
    "arguments of other types": "send(['ok', [torch.ones(2), ('a', 'b'), ('c', 'd')]])",
    "too few arguments": "send(['ok', [torch.ones(2), (), ()]])",
    "arguments as a list": "send(['ok', [torch.ones(2), [*arguments], [None, None]]])",
    "numbers for a generator": "send(['ok', [1.0, (arguments[0], 3.0), (None, None)]])",
    "gradient of another type": "send(['ok', [torch.ones(2), arguments, ('a', {})]])",
    "line closed": "os.close(LINE)",
    "line to nowhere": "os.dup2(os.open(os.devnull, os.O_RDWR), LINE)",
    "request read away": "os.set_blocking(LINE, False); os.close(LINE); os._exit(0)",
}


def call_with_everything():
    """A call that asks for the arguments, a generator and a gradient back."""
    arguments = (torch.ones(2), torch.Generator().manual_seed(1))
    return Call("f", arguments, {}, torch.ones(2))


def wait_for_bytes(student):
    """Wait until the worker has written what nobody asked for."""
    end = time.monotonic() + 30
    while not student._session.worker.has_more() and time.monotonic() < end:
        time.sleep(0.01)


@pytest.mark.parametrize("kind", GARBAGE)
def test_forged_reply_is_a_failure_or_a_stop(open_student, kind):
    student = open_student(FORGER.format(forgery=GARBAGE[kind]), call_seconds=0.5)
    with pytest.raises((StudentStopped, CheckFailed)) as caught:
        raise (
            student.observe_call(call_with_everything(), arguments_back=True).failure
            or AssertionError
        )
    assert caught.value.message.startswith(("f ", "stopped after 0.5 s in f"))
    if isinstance(caught.value, StudentStopped):  # the worker is not asked again
        assert student.g() == 7.0


def test_forged_value_is_a_value_and_no_more(open_student):
    forgery = "send(['ok', [[5.0, 6.0], (arguments[0], arguments[1]), (None, None)]]); os._exit(0)"
    student = open_student(FORGER.format(forgery=forgery))
    call = call_with_everything()
    seen = student.observe_call(call, arguments_back=True)
    assert seen.value.tolist() == [5.0, 6.0]
    assert seen.gradient == (None, None)


def test_true_reply_after_an_early_one_ends_the_worker(open_student):
    forgery = "send(['ok', [torch.ones(2), None, None]]); time.sleep(0.05)"
    student = open_student(FORGER.format(forgery=forgery))
    assert student.f().tolist() == [1.0, 1.0]
    wait_for_bytes(student)  # the true one arrives, and stands in the way of the next
    with pytest.raises(StudentStopped) as caught:
        student.g()
    assert caught.value.message == (
        "g returned something that the grader cannot read: bytes that nobody asked for"
    )
    assert student.g() == 7.0


def test_two_replies_at_once_end_the_worker(open_student):
    forgery = "os.write(LINE, 2 * wire.frame(['ok', [torch.ones(2), None, None]])); time.sleep(9)"
    student = open_student(FORGER.format(forgery=forgery))
    with pytest.raises(StudentStopped) as caught:
        student.f()
    assert caught.value.message == (
        "f returned something that the grader cannot read: bytes after the reply"
    )
    assert student.g() == 7.0


def test_forged_list_of_functions_defines_none(open_student):
    source = FORGER.format(forgery="pass") + "\n\nsend(['ok', ['pair']]); time.sleep(0.05)\n"
    student = open_student(source)
    wait_for_bytes(student)
    with pytest.raises((StudentStopped, CheckFailed)) as caught:
        student.pair()
    assert caught.value.message.startswith(
        ("pair returned something", "pair raises AttributeError")
    )


@pytest.mark.parametrize("names", ["3", "['f', 3]", "{'f': 1}", "None"])
def test_forged_list_of_something_else_is_a_stop(open_student, names):
    source = FORGER.format(forgery="pass") + f"\n\nsend(['ok', {names}]); os._exit(0)\n"
    with pytest.raises(StudentStopped) as caught:
        open_student(source)
    assert caught.value.message == "the file returned something that the grader cannot read"


def test_generator_that_lies_about_its_place_is_refused(open_student):
    """Drawing from it would read the grader's memory behind the generator."""
    forgery = (
        "state = bytearray(arguments[1].get_state().numpy().tobytes()); "
        "state[8:12] = (624).to_bytes(4, 'little'); state[16:24] = (600).to_bytes(8, 'little'); "
        "frame = wire.frame(['ok', [torch.ones(2), (arguments[0], arguments[1]), (None, None)]]); "
        "old = arguments[1].get_state().numpy().tobytes(); "
        "os.write(LINE, frame.replace(old, bytes(state))); os._exit(0)"
    )
    student = open_student(FORGER.format(forgery=forgery))
    with pytest.raises(StudentStopped, match="a generator in an impossible state"):
        student.observe_call(call_with_everything(), arguments_back=True)


@pytest.mark.parametrize("pause", [0.0, 20e-6, 100e-6, 1e-3])
def test_reply_that_comes_byte_by_byte_is_stopped_in_time(open_student, pause):
    """However it is waited for: without sleeping for a moment, or asleep."""
    drip = f"""os.write(LINE, (64 << 20).to_bytes(4, "little"))
    while True:
        os.write(LINE, b"S")
        end = time.perf_counter() + {pause}
        while time.perf_counter() < end:
            pass"""
    student = open_student(FORGER.format(forgery=drip), call_seconds=0.4)
    start = time.monotonic()
    with pytest.raises(StudentStopped) as caught:
        student.f()
    assert time.monotonic() - start < 30
    assert caught.value.message == "stopped after 0.4 s in f"
