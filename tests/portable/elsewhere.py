"""A system without fork, as far as the grader can see: what a POSIX system alone has is gone.

    python elsewhere.py WORDS…     `grade WORDS…` in that system, its workers and services included
    python elsewhere.py run FILE   a file of Python there

Other packages and the standard library see the system as it is; the grader's own files get modules
without those names, on the grader's side and in the worker.
"""

from __future__ import annotations

import builtins
import runpy
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
PACKAGE = str(ROOT / "grader")
BLOCKED = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "syslog"}
GONE = {
    "os": {
        "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "WNOHANG", "chown", "fork",
        "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getsid", "getuid", "getxattr",
        "killpg", "mkfifo", "pidfd_open", "sched_getaffinity", "set_blocking", "setsid", "sysconf",
        "uname", "wait4",
    },
    "select": {"epoll", "kqueue", "poll"},
    "signal": {
        "ITIMER_REAL", "SIGALRM", "SIGHUP", "SIGKILL", "SIG_BLOCK", "SIG_SETMASK", "alarm",
        "pidfd_send_signal", "pthread_sigmask", "setitimer",
    },
    "socket": {"AF_UNIX", "recv_fds", "send_fds"},
    "sys": set(),
    "time": {"tzset"},
}  # fmt: skip
REPLACED = {"sys": {"platform": "elsewhere"}}
real_import = builtins.__import__


class Without(ModuleType):
    """A module without some of its names; whatever is set on it is set on the real one."""

    def __init__(self, real: ModuleType) -> None:
        self.__dict__["_real"] = real
        self.__dict__.update(REPLACED.get(real.__name__, {}))

    def __getattr__(self, name):
        if name in GONE[self._real.__name__]:
            raise AttributeError(f"this system has no {self._real.__name__}.{name}")
        return getattr(self._real, name)

    def __setattr__(self, name, value):
        setattr(self._real, name, value)


def locks() -> ModuleType:
    """What a system without fcntl has instead."""
    import fcntl

    module = ModuleType("msvcrt")
    module.LK_NBLCK, module.LK_UNLCK = fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_UN
    module.locking = lambda descriptor, mode, _count: fcntl.flock(descriptor, mode)
    return module


def import_as_there(name, globals=None, locals=None, fromlist=(), level=0):
    """Import for whoever asks: the grader gets what that system has."""
    if not str((globals or {}).get("__file__", "")).startswith(PACKAGE) or level:
        return real_import(name, globals, locals, fromlist, level)
    top = name.partition(".")[0]
    if top in BLOCKED:
        raise ImportError(f"this system has no {top}")
    if top == "msvcrt":
        return stand_ins["msvcrt"]
    found = real_import(name, globals, locals, fromlist, level)
    return stand_ins.get(name, found)


def go_there() -> None:
    """Make this process one of that system; what it starts is in that system, too."""
    builtins.__import__ = import_as_there


def start_processes_there() -> None:
    """Have the grader start its workers and its service through this file."""
    from grader.practice import grading_service
    from grader.sandbox.processes import isolated

    isolated.ZYGOTE = HERE
    first = f"import runpy; runpy.run_path({str(HERE)!r})['become_grader']()\n"
    grading_service._START = first + grading_service._START


def become_grader() -> None:
    """Go there with all that is started from here."""
    sys.path.insert(0, str(ROOT))
    go_there()
    start_processes_there()


stand_ins = {name: Without(real_import(name)) for name in GONE}
stand_ins["msvcrt"] = locks()


if __name__ == "__main__":
    if sys.argv[1:] == ["connect"]:
        go_there()
        sys.path.insert(0, str(Path(PACKAGE, "sandbox")))
        runpy.run_path(str(Path(PACKAGE, "sandbox", "zygote.py")), run_name="__main__")
    elif sys.argv[1] == "run":
        become_grader()
        runpy.run_path(sys.argv[2], run_name="__main__")
    else:
        become_grader()
        from grader.__main__ import main

        main()
