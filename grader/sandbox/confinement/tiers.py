"""Confines workers on Linux: the tiers `full` and `landlock`, and which of them works here.

`full` gives the zygote namespaces of its own and a read-only root that holds the interpreter and
nothing else; every worker then gets its own process namespace, an empty folder in memory, Landlock,
seccomp and limits. `landlock` has the last three and the real file system, of which Landlock
leaves the interpreter readable and the box writable. Neither degrades silently: a worker that can
still open a file outside, a socket or a process after being confined ends itself.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from grader.sandbox.confinement import seccomp, syscalls
from grader.sandbox.confinement.rlimits import apply_limits, held_bytes
from grader.sandbox.confinement.root_folder import BOX, DEVICES, build_root
from grader.sandbox.confinement.users import become, hidden_from_others, interpreter_paths

TIERS = ("full", "landlock", "process")
LANDLOCK_NEEDED = 3  # the first version that can forbid truncating a file
MAX_DESCRIPTORS = 1 << 16  # none of a zygote has a higher number
BOX_OPTIONS = "size=64m,nr_inodes=4096,mode=1777"
UNPRIVILEGED_UID = 1000  # what a worker sees itself as
LISTENER = b"!"  # what the listener to refused calls comes with


class Confinement:
    """The confinement of the workers of one zygote."""

    def __init__(self, tier: str, root: str, uid: int) -> None:
        self.tier = tier
        self.uid = uid  # what a worker becomes where the zygote is root
        self._root = root
        self._was_root = os.geteuid() == 0
        self._own_processes: int | None = None

    def enter(self) -> None:
        """Give the zygote its namespaces and root. Returns in a child; the parent waits for it."""
        if self.tier != "process":
            seccomp.prepare(removals=self.tier == "full")
        if self.tier != "full":
            return
        uid, gid = os.getuid(), os.getgid()
        if not self._was_root:
            syscalls.unshare(syscalls.NEWUSER)
            syscalls.map_user(uid, gid, inside=0)
        syscalls.unshare(syscalls.NAMESPACES & ~syscalls.NEWUSER)
        syscalls.mount(None, "/", flags=syscalls.RECURSIVE | syscalls.PRIVATE)
        socket.sethostname("worker")  # the machine's own is nobody's business
        child = os.fork()
        if child:
            os.closerange(3, MAX_DESCRIPTORS)  # the control socket is the child's alone
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)
        syscalls.die_with_parent()
        syscalls.mount(
            "proc", "/proc", "proc", syscalls.NO_SUID | syscalls.NO_DEV | syscalls.NO_EXEC
        )
        self._own_processes = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        build_root(self._root)

    def fork(self) -> int:
        """Fork; in `full` the child is process 1 of a namespace of its own."""
        if self._own_processes is None:
            return os.fork()
        syscalls.unshare(syscalls.NEWPID)
        pid = os.fork()
        if pid:
            # A second unshare is refused unless the process is back where it came from.
            syscalls.enter_namespace(self._own_processes, syscalls.NEWPID)
        return pid

    def confine(
        self, box: str, limits: dict[str, int], sentinel: str, counter: socket.socket | None = None
    ) -> str:
        """Confine this worker for ever; give the folder it may write.

        `sentinel` is a readable file outside: being able to open it afterwards is a failure.
        Who counts refused calls gets the listener to them through `counter`.
        """
        syscalls.die_with_parent()
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
        os.nice(5)
        if self.tier != "process":
            syscalls.stay_on_core()  # however many threads it starts, the other cores are free
        held = held_bytes()  # while there is a /proc to ask
        if self.tier == "full":
            self._leave_for_root()
            box = BOX
        apply_limits(**limits, held=held)
        if self.tier != "process":
            self._drop_rights(box, counter)
            self._test(sentinel)
        elif self._was_root and not hidden_from_others():
            self._change_user()
        return box

    def _leave_for_root(self) -> None:
        if self._was_root:
            syscalls.unshare(syscalls.NEWNS)
        else:
            syscalls.unshare(syscalls.NEWUSER | syscalls.NEWNS)
            syscalls.map_user(0, 0, inside=UNPRIVILEGED_UID)
            # Mounts that were inherited are locked: pivot_root needs one of our own.
            syscalls.mount(self._root, self._root, flags=syscalls.BIND | syscalls.RECURSIVE)
        flags = (
            syscalls.NO_SUID | syscalls.NO_DEV | syscalls.NO_EXEC | syscalls.NO_SYMLINK_FOLLOWING
        )
        syscalls.mount("box", self._root + BOX, "tmpfs", flags, BOX_OPTIONS)
        syscalls.pivot_root(self._root)

    def _drop_rights(self, box: str, counter: socket.socket | None) -> None:
        if self._was_root:
            self._change_user()
        syscalls.drop_capabilities()
        syscalls.forbid_tracing()
        syscalls.restrict_files(self._rights(box))
        syscalls.gain_no_rights()
        is_counted = counter is not None and _hand_listener_over(counter)
        filter = seccomp.program(removals=self.tier == "full", counted=is_counted)
        syscalls.filter_system_calls(filter)

    def _change_user(self) -> None:
        become(self.uid)
        syscalls.die_with_parent()  # changing the user forgot it

    def _rights(self, box: str) -> dict[str, int]:
        """The rights of the worker to files."""
        devices = [path for path in DEVICES if os.path.exists(path)]
        if self.tier == "full":
            return {"/": syscalls.READ, BOX: syscalls.CHANGE} | dict.fromkeys(
                devices[:3], syscalls.ADD
            )
        # Libraries ask which processor this is, and print a complaint where nobody answers.
        readable = [*interpreter_paths(), *devices, "/proc/cpuinfo", "/proc/meminfo"]
        # The box has no quota here: files that are removed, but open, could not be measured.
        writable = [box, *devices[:3]]
        return dict.fromkeys(readable, syscalls.READ) | dict.fromkeys(writable, syscalls.ADD)

    def _test(self, sentinel: str) -> None:
        """Try what must not work.

        Raises:
            RuntimeError: something did.
        """
        attempts: dict[str, Callable[[], object]] = {
            "open a file outside": lambda: os.close(os.open(sentinel, os.O_RDONLY)),
            "open a socket": lambda: socket.socket(socket.AF_INET).close(),
            "start a process": lambda: os._exit(0) if os.fork() == 0 else None,
        }
        for what, attempt in attempts.items():
            try:
                attempt()
            except OSError:
                continue
            raise RuntimeError(f"the worker is confined, yet it can {what}")


def _hand_listener_over(counter: socket.socket) -> bool:
    """Let refused calls of this process be counted; False where the system has no such thing."""
    try:
        listener = syscalls.listen_to_filter(seccomp.counting_program())
    except OSError:
        return False
    socket.send_fds(counter, [LISTENER], [listener])
    os.close(listener)  # whoever holds it decides about the calls
    return True


def choose_tier(asked: str, root: str, uid: int, sentinel: str) -> tuple[str, dict[str, str]]:
    """The best tier that works here, and why each better one does not.

    With `asked` other than "auto" that tier alone is tried. Nobody gets "process" without asking
    where submissions would then be root, and read whatever the grader holds.

    Raises:
        OSError: the tier that is asked for does not work; the text says why.
    """
    reasons: dict[str, str] = {}
    for tier in TIERS if asked == "auto" else (asked,):
        reason = _why_not(Confinement(tier, root, uid), root, sentinel)
        if tier != asked and tier == "process" and os.geteuid() == 0 and hidden_from_others():
            reason = f"would run as root, for {hidden_from_others()} is closed to other users"
        if not reason:
            return tier, reasons
        reasons[tier] = reason
    raise OSError("; ".join(f"{tier}: {reason}" for tier, reason in reasons.items()))


def _why_not(confinement: Confinement, root: str, sentinel: str) -> str:
    """The reason why a tier does not work here, or "". Tried in a process that is thrown away."""
    if confinement.tier == "process":
        return ""
    if not syscalls.is_supported():
        return "needs Linux on x86_64"
    if syscalls.landlock_version() < LANDLOCK_NEEDED:
        return f"needs Landlock of version {LANDLOCK_NEEDED} (Linux 6.2)"
    if confinement.tier == "landlock" and os.geteuid() == 0:
        hidden = hidden_from_others()
        if hidden:
            return f"as root the user must be changed, and {hidden} is closed to others"
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _rehearse(confinement, root, sentinel, writing)
    os.close(writing)
    with os.fdopen(reading) as file:
        reason = file.read().strip()
    status = os.waitpid(child, 0)[1]
    return reason or (f"the rehearsal ends with {status}" if status else "")


def _rehearse(confinement: Confinement, box: str, sentinel: str, writing: int) -> None:
    """Do all that confining takes, in this process, and write what went wrong."""
    try:
        confinement.enter()
        limits = {"cpu_seconds": 60, "memory_mib": 1024, "threads": 1 << 15}
        confinement.confine(box, limits, sentinel)
        os._exit(0)
    except BaseException as error:
        os.write(writing, (str(error) or type(error).__name__).encode())
    os._exit(1)
