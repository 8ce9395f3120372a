"""What a worker may do on Linux, and what keeps it from the rest: loaded into the zygote.

Namespaces, Landlock, seccomp, resource limits, the user it becomes, and the count of refused calls.
Nothing here starts a process for the grader or reads what a submission says.
"""
