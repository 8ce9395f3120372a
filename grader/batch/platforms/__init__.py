"""Learning platforms: what their exports are called inside, and whose submission a file is.

One module per platform reads its names; none knows the course, the roster or how a grade is made.
Writing grades back is in `batch.export`, feedback in `batch.feedback`.
"""
