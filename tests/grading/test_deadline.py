"""The limit on all that is done for one submission: the process ends, whatever it is busy with."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATE = """
import sys, time, re
from grader.grading import deadline
from grader.model import Limits
deadline.MARGIN_SECONDS = 0.2
deadline.BACKSTOP_SECONDS = 0.5
with deadline.job_deadline(Limits(submission_seconds=0.3), "alice/exercise01.py"):
    {busy}
print("in time")
"""


def run(code, environment):
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120
    )


def test_late_job_ends_the_process_with_a_sentence(environment):
    done = run(LATE.format(busy="time.sleep(600)"), environment)
    assert done.returncode == 4
    assert (
        done.stderr
        == "alice/exercise01.py: grading it took more than 0.5 s in all and was ended.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there are no alarms here")
def test_late_job_ends_even_where_it_never_leaves_native_code(environment):
    done = run(LATE.format(busy="re.match('(a+)+$', 'a' * 60 + 'b')"), environment)
    assert done.returncode != 0
    assert "in time" not in done.stdout


def test_job_in_time_leaves_nothing_behind(environment):
    code = LATE.format(busy="pass") + "time.sleep(1.5)\nprint('still here')\n"
    done = run(code, environment)
    assert (done.returncode, done.stdout) == (0, "in time\nstill here\n")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is for Linux")
def test_memory_is_bounded(environment):
    code = """
from grader.grading import deadline
deadline.MEMORY_MIB = 64
deadline.limit_memory()
try:
    bytearray(256 << 20)
except MemoryError:
    print("refused")
"""
    assert run(code, environment).stdout == "refused\n"
