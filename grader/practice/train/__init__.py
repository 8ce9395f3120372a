"""`grade train`: a network trained with the student's own functions, shown while it learns.

Runs in the student's own process, unconfined: their machine, their code. Nothing is graded here.
"""
