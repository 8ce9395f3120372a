"""From the record of a grading to text: the redaction for a feedback level, and every format.

A report is made of values (`grader.model`), and all sentences that a person reads are made of them
here. Nothing is graded here, nothing is read back out of a sentence, and nothing needs torch: a
report prints even where torch is broken.
"""
