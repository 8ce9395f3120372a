"""Worker processes from the grader's side: started, spoken to, measured and ended.

Forked ones on Linux, exec'd ones everywhere else. Bytes pass here, and nothing in them is read.
"""
