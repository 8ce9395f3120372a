"""The course as students get it: its files, the grader's wheel, its number, its proof.

What leaves is searched for secrets. Nothing here is read when a submission is graded.
"""
