"""The process in which a submission runs, and the proxy through which checks call it.

Covered: files, network, other processes, memory, time and output of the submission, and every byte
that it replies. Not covered: faults of the kernel, what a timing tells, and, in the tier `process`,
anything but the separate process itself. No value is judged here.
"""
