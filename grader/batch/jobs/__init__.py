"""One submission is one job: spread over processes, graded there, and shown as it advances.

A job ends with a report whatever happens to its process. No result is kept here.
"""
