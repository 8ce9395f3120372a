"""The filter of system calls that a worker lives under: an allow-list for x86_64.

What is not listed fails with EPERM rather than killing, so that honest code which merely tries
something (a library looking for a feature) goes on. A process that is confined by Landlock alone
still names files outside its box: what Landlock does not watch (modes, times, space set aside,
files without a name) must be stopped here.

Where refused calls are counted, two filters lie on one another. The first hands each of them to a
listener outside, which answers with the error. The second refuses them as well, so that nothing
depends on the listener; its refusal ranks lower, or nobody would be asked.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterable, Mapping
from functools import cache

from grader.sandbox.confinement.syscalls import NAMESPACES

# fmt: off
ALLOWED = dict(
    read=0, write=1, close=3, stat=4, fstat=5, lstat=6, poll=7, lseek=8, mmap=9, mprotect=10,
    munmap=11, brk=12, rt_sigaction=13, rt_sigprocmask=14, rt_sigreturn=15, pread64=17, pwrite64=18,
    readv=19, writev=20, access=21, pipe=22, select=23, sched_yield=24, mremap=25, msync=26,
    mincore=27, madvise=28, dup=32, dup2=33, pause=34, nanosleep=35, getitimer=36, alarm=37,
    setitimer=38, getpid=39, sendfile=40, recvfrom=45, exit=60, uname=63, flock=73, fsync=74,
    fdatasync=75, truncate=76, ftruncate=77, getdents=78, getcwd=79, chdir=80, fchdir=81, rename=82,
    mkdir=83, creat=85, readlink=89, umask=95, gettimeofday=96, getrlimit=97, getrusage=98,
    sysinfo=99, times=100, getuid=102, getgid=104, geteuid=107, getegid=108, getppid=110,
    getpgrp=111, getgroups=115, getresuid=118, getresgid=120, sigaltstack=131, statfs=137,
    fstatfs=138, sched_getparam=143, sched_getscheduler=145, sched_get_priority_max=146,
    sched_get_priority_min=147, arch_prctl=158, gettid=186, readahead=187, time=201, futex=202,
    sched_getaffinity=204, set_thread_area=205, get_thread_area=211, epoll_create=213,
    getdents64=217, set_tid_address=218, restart_syscall=219, fadvise64=221, clock_gettime=228,
    clock_getres=229, clock_nanosleep=230, exit_group=231, epoll_wait=232, epoll_ctl=233,
    get_mempolicy=239, mkdirat=258, newfstatat=262, renameat=264, readlinkat=267, faccessat=269,
    pselect6=270, ppoll=271, set_robust_list=273, get_robust_list=274, splice=275,
    sync_file_range=277, epoll_pwait=281, eventfd2=290, epoll_create1=291, dup3=292, pipe2=293,
    preadv=295, pwritev=296, getcpu=309, renameat2=316, getrandom=318, membarrier=324,
    copy_file_range=326, preadv2=327, pwritev2=328, statx=332, rseq=334, close_range=436,
    faccessat2=439, epoll_pwait2=441,
)
# fmt: on
# glibc falls back where these are unknown, and they say nothing of what they ask for.
UNKNOWN = {"clone3": 435, "io_uring_setup": 425, "openat2": 437, "memfd_create": 319}
REFUSED = {57: errno.EAGAIN, 58: errno.EAGAIN, 61: errno.ECHILD, 247: errno.ECHILD}  # fork, wait
COUNTED = (57, 58)  # of these: who waits for no process tries nothing
# Space set aside beyond the end of a file is bound by no limit; glibc falls back to writing.
REFUSED |= {285: errno.EOPNOTSUPP}  # fallocate
# They say that they worked and do nothing: Landlock would let them change files outside the box,
# and copying a file ends with one.
PRETENDED = {"chmod": 90, "fchmod": 91, "fchmodat": 268, "utimensat": 280, "fchmodat2": 452}
REMOVALS = {"rmdir": 84, "unlink": 87, "unlinkat": 263}
# Refused and not counted: what libraries and honest programs try (asyncio asks its pair of sockets
# for a name, torch names its threads, shutil copies attributes), and what the listener is handed
# over with (sendmsg, seccomp). None of them reaches further by itself.
# fmt: off
UNCOUNTED = dict(
    sendmsg=46, recvmsg=47, shutdown=48, getsockname=51, getpeername=52, setsockopt=54,
    getsockopt=55, link=86, symlink=88, getpgid=121, getsid=124, getpriority=140, setpriority=141,
    prctl=157, getxattr=191, lgetxattr=192, fgetxattr=193, listxattr=194, llistxattr=195,
    flistxattr=196, sched_setaffinity=203, linkat=265, symlinkat=266, sched_getattr=315,
    seccomp=317,
)
# fmt: on
OPEN, IOCTL, SENDTO, SOCKETPAIR, CLONE, FCNTL = 2, 16, 44, 53, 56, 72
TGKILL, OPENAT, PRLIMIT = 234, 257, 302
# What asking about a terminal takes: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
TERMINAL_QUERIES = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# Duplicates, flags, locks and the size of a pipe; none of those that signal another process.
FILE_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
AF_UNIX = 1
CLONE_THREAD = 0x10000
# What glibc makes a thread with: VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS, PARENT_SETTID and
# CHILD_CLEARTID. One without any of them has memory, descriptors or a folder of its own.
THREAD_FLAGS = 0x3D0F00
CLONE_DETACHED = 0x400000  # has no effect; musl sets it
WITHOUT_NAME = 0x400000  # the bit of O_TMPFILE: a file that nobody can find to measure

_ARCHITECTURE_X86_64 = 0xC000003E
_X32 = 0x40000000
_KILL, _ALLOW, _ERROR = 0x80000000, 0x7FFF0000, 0x00050000
_PRETEND = _ERROR  # with the error 0: what is asked for is not done, and counts as done
# Asks the listener; and what ranks below it: asks a tracer, and without one fails with ENOSYS.
_ASK, _REFUSE = 0x7FC00000, 0x7FF00000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_AND = 0x54
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ANY_PROCESS = b"\xf0\x9f\x90\x8d"  # stands for the number of a process; no other value is this


def program(*, removals: bool, counted: bool = False) -> bytes:
    """The filter for this process, as BPF instructions.

    Without `removals` a file that is removed stays, and the program is told that it is gone.
    With `counted`, a filter that asks the listener must lie below (`counting_program`).
    """
    return _own(_program(removals, _REFUSE if counted else None, _ERROR | errno.EPERM))


def counting_program() -> bytes:
    """The filter that asks its listener about every call that is refused and counted."""
    return _own(_program(True, _ASK, _ALLOW))


def prepare(*, removals: bool) -> None:
    """Work out the filters once; who is forked from this process need not."""
    program(removals=removals)
    program(removals=removals, counted=True)
    counting_program()


def _own(program: bytes) -> bytes:
    """The program for this process, of which it names the number."""
    return program.replace(_ANY_PROCESS, struct.pack("I", os.getpid()))


def error_of(number: int, first_argument: int) -> int:
    """The error that a counted call fails with."""
    if number == CLONE and not first_argument & (NAMESPACES | CLONE_THREAD):
        return errno.EAGAIN  # a process
    return REFUSED.get(number, errno.EPERM)


@cache
def _program(removals: bool, refusal: int | None, uncounted: int) -> bytes:
    """A filter for any process; `refusal` instead of an error for what is counted.

    `uncounted` answers what is refused and not counted.
    """
    (own,) = struct.unpack("I", _ANY_PROCESS)
    refused = _ERROR | errno.EPERM if refusal is None else refusal
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_IF_EQUAL, _ARCHITECTURE_X86_64, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_IF_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _KILL),
    ]
    steps += _among(_runs(ALLOWED), _ALLOW)
    for number in REMOVALS.values():
        steps += _when(number, _RETURN, _ALLOW if removals else _PRETEND)
    for number in UNKNOWN.values():
        steps += _when(number, _RETURN, _ERROR | errno.ENOSYS)
    for number, error in REFUSED.items():
        is_counted = refusal is not None and number in COUNTED
        steps += _when(number, _RETURN, refused if is_counted else _ERROR | error)
    steps += _among(_runs(UNCOUNTED), uncounted)
    for number in PRETENDED.values():
        steps += _when(number, _RETURN, _PRETEND)
    steps += _unless_bit(OPEN, 1, WITHOUT_NAME)
    steps += _unless_bit(OPENAT, 2, WITHOUT_NAME)
    steps += _when_null(SENDTO, 4)  # along a pair, but to no address
    steps += _when_argument(SOCKETPAIR, 0, (AF_UNIX,), refused)
    steps += _when_argument(FCNTL, 1, FILE_COMMANDS, refused)
    steps += _when_argument(IOCTL, 1, TERMINAL_QUERIES, refused)
    steps += _when_argument(TGKILL, 0, (own,), refused)
    steps += _when_argument(PRLIMIT, 0, (0, own), refused)
    steps += _only_threads(refusal)
    steps.append(_step(_RETURN, refused))
    return b"".join(steps)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _when(number: int, code: int, value: int) -> list[bytes]:
    return [_step(_IF_EQUAL, number, 0, 1), _step(code, value)]


def _among(runs: Iterable[tuple[int, int]], value: int) -> list[bytes]:
    """Return `value` for these calls. Runs of numbers cost less: the kernel tries every number."""
    steps = []
    for first, end in runs:
        if end == first + 1:
            steps += _when(first, _RETURN, value)
        else:
            steps += [_step(_IF_AT_LEAST, first, 0, 2), _step(_IF_AT_LEAST, end, 1, 0)]
            steps.append(_step(_RETURN, value))
    return steps


def _runs(calls: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    """The first of each run of numbers, and the one behind its last."""
    numbers = set(calls.values())
    firsts = sorted(number for number in numbers if number - 1 not in numbers)
    ends = sorted(number + 1 for number in numbers if number + 1 not in numbers)
    return tuple(zip(firsts, ends, strict=True))


def _when_argument(
    number: int, position: int, values: tuple[int, ...], otherwise: int
) -> list[bytes]:
    """Allow the call when its argument at `position` is one of `values`."""
    body = [_step(_LOAD, _FIRST_ARGUMENT + 8 * position)]
    for value in values:
        body += _when(value, _RETURN, _ALLOW)
    body.append(_step(_RETURN, otherwise))
    return [_step(_IF_EQUAL, number, 0, len(body)), *body]


def _when_null(number: int, position: int) -> list[bytes]:
    """Allow the call when the pointer at `position` is null, else EPERM."""
    low = _FIRST_ARGUMENT + 8 * position
    body = [
        _step(_LOAD, low),
        _step(_IF_EQUAL, 0, 0, 3),
        _step(_LOAD, low + 4),
        _step(_IF_EQUAL, 0, 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _ERROR | errno.EPERM),
    ]
    return [_step(_IF_EQUAL, number, 0, len(body)), *body]


def _unless_bit(number: int, position: int, bit: int) -> list[bytes]:
    """Allow the call unless the argument at `position` has `bit`, else EOPNOTSUPP."""
    body = [
        _step(_LOAD, _FIRST_ARGUMENT + 8 * position),
        _step(_IF_ANY_BIT, bit, 0, 1),
        _step(_RETURN, _ERROR | errno.EOPNOTSUPP),
        _step(_RETURN, _ALLOW),
    ]
    return [_step(_IF_EQUAL, number, 0, len(body)), *body]


def _only_threads(refusal: int | None) -> list[bytes]:
    """clone() may make threads of this process, as glibc makes them, and nothing else."""
    process, other = _ERROR | errno.EAGAIN, _ERROR | errno.EPERM
    body = [
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_IF_ANY_BIT, NAMESPACES, 5, 0),
        _step(_IF_ANY_BIT, CLONE_THREAD, 1, 0),
        _step(_RETURN, process if refusal is None else refusal),
        _step(_AND, 0xFFFFFFFF & ~CLONE_DETACHED),
        _step(_IF_EQUAL, THREAD_FLAGS, 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, other if refusal is None else refusal),
    ]
    return [_step(_IF_EQUAL, CLONE, 0, len(body)), *body]
