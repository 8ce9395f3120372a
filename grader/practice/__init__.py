"""The student's loop: the board, hints, watching a file, reset, the notebook, one's own training.

Everything a student does between two gradings, and what the course remembers of it in `.grade/`.
No grade that counts is made here, and losing `.grade/` loses no file of the student.
"""
