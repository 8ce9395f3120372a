"""A `python` whose programs are copies of the warm process of warm.py, for scripts that start some.

The file that `write_python` writes is a program of its own: it imports next to nothing, has the
program run in a copy with its streams, folder and variables, passes signals on, and ends as that
does. What asks for another Python, by options or by variables, gets the one that there is.
"""

from __future__ import annotations

import json
import os
import runpy
import select
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

LONGEST = 1 << 20  # of a message, in bytes
# Variables with which Python begins otherwise; a copy obeys those in OBEYED.
PREFIXES = ("PYTHON", "OMP_", "LD_", "LC_", "TZ")
OBEYED = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
AUTOGRADE = "grader.publishing.autograde"
# Python's path may hold a blank, which no first line could name: a shell finds it.
CLIENT = """\
#!/bin/sh
'''exec' "{python}" -IS "$0" "$@"
' '''
import sys
sys.path.append({folder!r})
import warm_python
warm_python.be_client({python!r}, {address!r}, {usual!r})
"""


def write_python(file: Path, address: str, environment: Mapping[str, str]) -> None:
    """Write the `python` that asks at this address; `environment` is that of the warm process."""
    usual = {name: environment[name] for name in environment if name.startswith(PREFIXES)}
    facts = {"folder": str(Path(__file__).parent), "address": address, "usual": usual}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(CLIENT.format(python=sys.executable, **facts), "utf-8")
    file.chmod(0o755)


def be_client(python: str, address: str, usual: Mapping[str, str]) -> NoReturn:
    """Have the program run in a copy, and end as it does."""
    words = sys.argv[1:]
    given = {name: value for name, value in os.environ.items() if name.startswith(PREFIXES)}
    is_usual = {**given, **dict.fromkeys(OBEYED)} == {**usual, **dict.fromkeys(OBEYED)}
    is_isolated = words[:2] == ["-I", "-c"]  # from such variables
    if not is_isolated and not (is_usual and _is_program(words[words[:1] == ["-P"] :])):
        os.execv(python, [python, *words])
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
        line.connect(address)
        facts = {"python": words, "cwd": os.getcwd(), "env": dict(os.environ)}  # noqa: PTH109
        facts["executable"] = sys.argv[0]
        socket.send_fds(line, [json.dumps(facts).encode()], [0, 1, 2])
        pid = int(line.recv(LONGEST))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: os.kill(pid, number))
        code = int(line.recv(LONGEST))
    if code < 0:
        with suppress(OSError):  # SIGKILL has no handler
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def _is_program(words: list[str]) -> bool:
    """True if these are the words of a program that can be run in a copy."""
    is_file = bool(words) and words[0].endswith(".py") and not words[0].startswith("-")
    return is_file or words[:1] == ["-c"] or words[:2] in (["-m", "grader"], ["-m", AUTOGRADE])


def attend(
    listener: socket.socket, run_copy: Callable[..., None], attendants: Sequence[int]
) -> list[int]:
    """Fork a process that has the program of the next client run, and tells it how that ends.

    Gives the numbers of such processes, without those that have ended.
    """
    alive = [pid for pid in attendants if os.waitpid(pid, os.WNOHANG) == (0, 0)]
    client, _ = listener.accept()
    pid = os.fork()
    if pid:
        client.close()
        return [*alive, pid]
    try:
        listener.close()
        _attend(client, run_copy)
    finally:
        os._exit(0)


def _attend(client: socket.socket, run_copy: Callable[..., None]) -> None:
    message, streams, _, _ = socket.recv_fds(client, LONGEST, 3)
    pid = os.fork()
    if not pid:
        client.close()
        os.setsid()
        run_copy(json.loads(message), streams)
    for descriptor in streams:
        os.close(descriptor)
    client.send(str(pid).encode())
    pidfd = os.pidfd_open(pid)
    if client in select.select([client, pidfd], [], [])[0]:  # it was killed
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with suppress(OSError):
        client.send(str(code).encode())


def run_program(asked: Mapping[str, Any]) -> NoReturn:
    """Run what a client asks for, as Python does."""
    words: list[str] = list(asked["python"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    is_safe = words[0] in ("-P", "-I")
    first, *rest = words[is_safe:]
    folders = {"-c": "", "-m": asked["cwd"]}
    if not is_safe:
        sys.path.insert(0, folders.get(first, str(Path(first).resolve().parent)))
    try:
        if first == "-c":
            sys.argv = ["-c", *rest[1:]]
            program = sys.modules["__main__"] = ModuleType("__main__")
            exec(compile(rest[0], "<string>", "exec"), program.__dict__)
        elif first == "-m":
            sys.argv = rest
            sys.modules.pop(AUTOGRADE, None)  # it runs once more, under another name
            runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
        else:
            sys.argv = [first, *rest]
            runpy.run_path(first, run_name="__main__")
    except (Exception, KeyboardInterrupt) as error:
        sys.excepthook(type(error), error, error.__traceback__)
        if isinstance(error, KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGINT)
        sys.exit(1)
    sys.exit(0)
