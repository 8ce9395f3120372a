"""Keys in the environment: at hand for the grader, and for nobody else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.course.sealing import key_as_text, new_course_key

TAKE = """
import os, subprocess, sys
from pathlib import Path
from grader.course.hidden_files import environment_keys, key_environment, take_keys

before = Path("/proc/self/environ").read_bytes() if sys.platform == "linux" else b""
take_keys()
secret = key_environment()["GRADE_KEY"]
(key,) = environment_keys(os.environ)
assert key.name == "course", key
assert "GRADE_KEY" not in os.environ
child = "import os; print(os.environ.get('GRADE_KEY'))"
assert subprocess.check_output([sys.executable, "-c", child], text=True).strip() == "None"
if sys.platform == "linux":
    assert secret.encode() in before
    assert secret.encode() not in Path("/proc/self/environ").read_bytes()
take_keys()
assert environment_keys(os.environ) == (key,)
assert environment_keys({}) == ()
os.environ["GRADE_KEY"] = ""
assert environment_keys(os.environ) == ()
"""


def test_key_leaves_the_environment_as_soon_as_it_is_taken(environment):
    secret = key_as_text(new_course_key())
    done = subprocess.run(
        [sys.executable, "-c", TAKE],
        env=environment | {"GRADE_KEY": secret},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("module", ["grader", "grader.publishing.autograde"])
def test_command_takes_the_key_before_it_does_anything_else(environment, module):
    program = (
        "import runpy, sys, os, atexit\n"
        "from pathlib import Path\n"
        "def tell():\n"
        "    told = Path('/proc/self/environ').read_bytes()\n"
        "    os.write(2, b'KEPT' if b'GRADE_KEY=' + b'\\0' not in told else b'GONE')\n"
        "real = os._exit\n"
        "os._exit = lambda code: (tell(), real(code))\n"
        "atexit.register(tell)\n"
        f"sys.argv = ['grade', '--help']\n"
        f"runpy.run_module({module!r}, run_name='__main__')\n"
    )
    secret = key_as_text(new_course_key())
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment | {"GRADE_KEY": secret},
        capture_output=True,
        text=True,
    )
    assert "GONE" in done.stderr
    assert "KEPT" not in done.stderr
