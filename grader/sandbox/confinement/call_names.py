"""The names of system calls that workers are refused, on x86_64 (asm/unistd_64.h of Linux)."""

from __future__ import annotations

from collections.abc import Mapping

OTHERS = -1  # stands for all that were not told apart

# fmt: off
NUMBERS = dict(
    ioctl=16, shmget=29, shmat=30, shmctl=31, socket=41, connect=42, accept=43, bind=49, listen=50,
    socketpair=53, clone=56, fork=57, vfork=58, execve=59, kill=62, semget=64, semop=65, semctl=66,
    shmdt=67, msgget=68, msgsnd=69, msgrcv=70, msgctl=71, fcntl=72, chown=92, fchown=93, lchown=94,
    ptrace=101, syslog=103, setuid=105, setgid=106, setpgid=109, setsid=112, setreuid=113,
    setregid=114, setgroups=116, setresuid=117, setresgid=119, setfsuid=122, setfsgid=123,
    capget=125, capset=126, rt_sigpending=127, rt_sigtimedwait=128, rt_sigqueueinfo=129,
    rt_sigsuspend=130, utime=132, mknod=133, uselib=134, personality=135, ustat=136, sysfs=139,
    sched_setparam=142, sched_setscheduler=144, sched_rr_get_interval=148, mlock=149, munlock=150,
    mlockall=151, munlockall=152, vhangup=153, modify_ldt=154, pivot_root=155, _sysctl=156,
    adjtimex=159, setrlimit=160, chroot=161, sync=162, acct=163, settimeofday=164, mount=165,
    umount2=166, swapon=167, swapoff=168, reboot=169, sethostname=170, setdomainname=171, iopl=172,
    ioperm=173, create_module=174, init_module=175, delete_module=176, get_kernel_syms=177,
    query_module=178, quotactl=179, nfsservctl=180, getpmsg=181, putpmsg=182, afs_syscall=183,
    tuxcall=184, security=185, setxattr=188, lsetxattr=189, fsetxattr=190, removexattr=197,
    lremovexattr=198, fremovexattr=199, tkill=200, io_setup=206, io_destroy=207, io_getevents=208,
    io_submit=209, io_cancel=210, lookup_dcookie=212, epoll_ctl_old=214, epoll_wait_old=215,
    remap_file_pages=216, semtimedop=220, timer_create=222, timer_settime=223, timer_gettime=224,
    timer_getoverrun=225, timer_delete=226, clock_settime=227, tgkill=234, utimes=235, vserver=236,
    mbind=237, set_mempolicy=238, mq_open=240, mq_unlink=241, mq_timedsend=242, mq_timedreceive=243,
    mq_notify=244, mq_getsetattr=245, kexec_load=246, add_key=248, request_key=249, keyctl=250,
    ioprio_set=251, ioprio_get=252, inotify_init=253, inotify_add_watch=254, inotify_rm_watch=255,
    migrate_pages=256, mknodat=259, fchownat=260, futimesat=261, unshare=272, tee=276, vmsplice=278,
    move_pages=279, signalfd=282, timerfd_create=283, eventfd=284, timerfd_settime=286,
    timerfd_gettime=287, accept4=288, signalfd4=289, inotify_init1=294, rt_tgsigqueueinfo=297,
    perf_event_open=298, recvmmsg=299, fanotify_init=300, fanotify_mark=301, prlimit64=302,
    name_to_handle_at=303, open_by_handle_at=304, clock_adjtime=305, syncfs=306, sendmmsg=307,
    setns=308, process_vm_readv=310, process_vm_writev=311, kcmp=312, finit_module=313,
    sched_setattr=314, kexec_file_load=320, bpf=321, execveat=322, userfaultfd=323, mlock2=325,
    pkey_mprotect=329, pkey_alloc=330, pkey_free=331, io_pgetevents=333, pidfd_send_signal=424,
    io_uring_enter=426, io_uring_register=427, open_tree=428, move_mount=429, fsopen=430,
    fsconfig=431, fsmount=432, fspick=433, pidfd_open=434, pidfd_getfd=438, process_madvise=440,
    mount_setattr=442, quotactl_fd=443, landlock_create_ruleset=444, landlock_add_rule=445,
    landlock_restrict_self=446, memfd_secret=447, process_mrelease=448, futex_waitv=449,
    set_mempolicy_home_node=450, cachestat=451, map_shadow_stack=453, futex_wake=454,
    futex_wait=455, futex_requeue=456, statmount=457, listmount=458, lsm_get_self_attr=459,
    lsm_set_self_attr=460, lsm_list_modules=461,
)
# fmt: on
_NAMES = {number: name for name, number in NUMBERS.items()} | {OTHERS: "others"}


def named(counts: Mapping[int, int]) -> dict[str, int]:
    """Counts of calls by name, the most frequent first."""
    found = {_NAMES.get(number, f"number {number}"): count for number, count in counts.items()}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
