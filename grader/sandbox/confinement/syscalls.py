"""The system calls of Linux that confine a process, over ctypes: no compiler, no dependency.

Each raises OSError with the name of the call. Numbers are those of x86_64; `is_supported` says
whether they hold here.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import stat
import struct
import sys
from collections.abc import Mapping

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
NAMESPACES = NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET

READ_ONLY, NO_SUID, NO_DEV, NO_EXEC, NO_SYMLINK_FOLLOWING = 1, 2, 4, 8, 256
REMOUNT, BIND, RECURSIVE, PRIVATE = 32, 4096, 16384, 1 << 18

_SYS_PIVOT_ROOT, _SYS_CAPSET, _SYS_SECCOMP = 155, 126, 317
_SYS_MOUNT_SETATTR = 442
_SYS_LANDLOCK_CREATE, _SYS_LANDLOCK_ADD, _SYS_LANDLOCK_RESTRICT = 444, 445, 446
_AT_HERE, _AT_RECURSIVE = -100, 0x8000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
_ALL_THREADS, _NEW_LISTENER = 1, 8
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def is_supported() -> bool:
    """True if this is Linux on x86_64, for which the numbers here are right."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def unshare(namespaces: int) -> None:
    """Leave the given namespaces for new ones."""
    _check(_libc.unshare(namespaces), "unshare")


def enter_namespace(descriptor: int, kind: int) -> None:
    """Go into the namespace that an open descriptor stands for."""
    _check(_libc.setns(descriptor, kind), "setns")


def map_user(uid: int, gid: int, inside: int) -> None:
    """In a fresh user namespace, let `uid` outside be `inside` here."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{inside} {uid} 1"),
        ("gid_map", f"{inside} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def mount(
    source: str | None, target: str, kind: str | None = None, flags: int = 0, options: str = ""
) -> None:
    """Mount a file system, or change how one is mounted."""
    arguments = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    data = os.fsencode(options) if options else None
    _check(_libc.mount(*arguments, ctypes.c_ulong(flags), data), f"mount {target}")


def make_read_only(path: str, flags: int = 0) -> None:
    """Let nothing be written through the mount at `path` and those below it; add `flags`."""
    attributes = struct.pack("QQQQ", READ_ONLY | flags, 0, 0, 0)  # to set, to clear, and no more
    _syscall(
        "mount_setattr",
        _SYS_MOUNT_SETATTR,
        ctypes.c_int(_AT_HERE),
        os.fsencode(path),
        ctypes.c_uint(_AT_RECURSIVE),
        attributes,
        ctypes.c_size_t(len(attributes)),
    )


def pivot_root(root: str) -> None:
    """Make `root` the root of the file system, and let go of the old one."""
    os.chdir(root)
    _syscall("pivot_root", _SYS_PIVOT_ROOT, b".", b".")
    _check(_libc.umount2(b".", 2), "umount")
    os.chdir("/")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def stay_on_core() -> None:
    """Keep this process, and every thread of it, on the processor core that it runs on now."""
    core: int = _libc.sched_getcpu()
    if core >= 0:
        os.sched_setaffinity(0, {core})


def forbid_tracing() -> None:
    """Keep other processes of this user from reading this one's memory."""
    _prctl(_PR_SET_DUMPABLE, 0)


def drop_capabilities() -> None:
    """Give up every capability, for ever."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break  # one more than the kernel knows
    _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    _syscall("capset", _SYS_CAPSET, struct.pack("Ii", _CAPABILITY_VERSION_3, 0), bytes(24))


def gain_no_rights() -> None:
    """Let no program that this process becomes have more rights: filters ask for that."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def filter_system_calls(program: bytes) -> None:
    """Put every thread of this process under a seccomp filter (an array of BPF instructions)."""
    _filter(program, _ALL_THREADS)


def listen_to_filter(program: bytes) -> int:
    """Put this thread, the only one, under a filter; give the descriptor of its listener.

    Raises:
        OSError: the system has no such listeners, or this process has one from outside.
    """
    return _filter(program, _NEW_LISTENER)


def _filter(program: bytes, flags: int) -> int:
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    return _syscall("seccomp", _SYS_SECCOMP, ctypes.c_uint(1), ctypes.c_uint(flags), header)


def landlock_version() -> int:
    """The version of Landlock's interface; 0 where there is none."""
    try:
        return _syscall(
            "landlock", _SYS_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1)
        )
    except OSError:
        return 0


# Rights on files, one bit each, in the order in which Landlock's versions added them.
_WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 1, 1 << 2, 1 << 3
_REMOVE_FOLDER, _REMOVE_FILE, _MAKE_FOLDER, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
READ = _READ_FILE | _READ_FOLDER
ADD = READ | _WRITE_FILE | _TRUNCATE | _MAKE_FOLDER | _MAKE_FILE
CHANGE = ADD | _REMOVE_FOLDER | _REMOVE_FILE | _REFER
_ALL_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # version → how many; 16 from version 5 on


def restrict_files(rights: Mapping[str, int]) -> None:
    """With Landlock: these files and folders, each with its rights, and no other.

    No TCP either, and no signals to processes outside, where the kernel has it.
    """
    version = landlock_version()
    handled = (1 << _ALL_RIGHTS.get(version, 16)) - 1
    network = 3 if version >= 4 else 0  # bind and connect
    scope = 3 if version >= 6 else 0  # abstract sockets and signals
    attributes = struct.pack("QQQ", handled, network, scope)[
        : 8 if version < 4 else 16 if version < 6 else 24
    ]
    rules = _syscall(
        "landlock",
        _SYS_LANDLOCK_CREATE,
        attributes,
        ctypes.c_size_t(len(attributes)),
        ctypes.c_uint(0),
    )
    for path, allowed in rights.items():
        _allow(rules, path, allowed & handled)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _syscall("landlock", _SYS_LANDLOCK_RESTRICT, ctypes.c_int(rules), ctypes.c_uint(0))
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        rights &= _READ_FILE | _WRITE_FILE | _TRUNCATE
    beneath = struct.pack("=Qi", rights, descriptor)
    _syscall(
        "landlock",
        _SYS_LANDLOCK_ADD,
        ctypes.c_int(rules),
        ctypes.c_int(1),
        beneath,
        ctypes.c_uint(0),
    )
    os.close(descriptor)


def _prctl(option: int, value: int) -> None:
    _check(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def _syscall(name: str, number: int, *arguments: object) -> int:
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    _check(min(result, 0), name)
    return result


def _check(result: int, name: str) -> None:
    if result:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
