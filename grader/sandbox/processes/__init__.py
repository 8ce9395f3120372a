"""Worker processes from the grader's side: started, spoken to, measured and ended.

Forked ones on Linux, exec'd ones everywhere else. Bytes alone pass here; none of them is read.
"""
