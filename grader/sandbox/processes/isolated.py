"""Processes that begin with nothing of the grader's: no site of a user, no environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

ZYGOTE = Path(__file__).parents[1] / "zygote.py"
IS_WINDOWS = sys.platform == "win32"
# Without these, Python cannot draw random numbers on Windows, nor torch find its libraries.
KEPT = ("SYSTEMROOT", "WINDIR", "PATH", "PATHEXT", "ProgramFiles", "NUMBER_OF_PROCESSORS")
KEPT_ELSEWHERE = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def exec_zygote(output: IO[bytes], box: Path) -> subprocess.Popen[bytes]:
    """Start zygote.py isolated; its standard input stays open for as long as the grader lives."""
    return subprocess.Popen(
        [sys.executable, "-I", str(ZYGOTE), "connect"],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=output,
        cwd=box,
        env=environment(),
        **apart(),
    )


def environment() -> dict[str, str]:
    """The part of the grader's environment that such a process needs."""
    kept = {name: os.environ[name] for name in (*KEPT, *KEPT_ELSEWHERE) if name in os.environ}
    if not IS_WINDOWS:
        kept["PATH"] = "/usr/bin:/bin"
    return kept | {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}


def apart() -> dict[str, Any]:
    """Options that keep Ctrl-C from the process, and on Windows a window from appearing."""
    if IS_WINDOWS:
        flags = ("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW")
        return {"creationflags": sum(getattr(subprocess, flag, 0) for flag in flags)}
    return {"start_new_session": True}
