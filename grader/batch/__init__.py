"""A whole class: a folder of submissions in; a gradebook, grades.csv and reports out.

Finds what was handed in, spreads it over processes, and keeps each report as soon as it is made.
How one submission is graded is not known here; that is `grading`.
"""
