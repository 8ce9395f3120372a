"""The submission's process and the grader's end of the line to it."""
