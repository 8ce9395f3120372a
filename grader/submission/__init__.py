"""The student's file, read once and parsed, never run.

A Python file or a notebook becomes source text that remembers where each line came from. From its
syntax tree follows which functions are not written yet and which forbidden names they use. What
the code does is not known here: running it is the sandbox's work, judging it that of `grading`.
"""
