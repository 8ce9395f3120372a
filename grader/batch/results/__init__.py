"""The results of a class: the gradebook, grades as they count, their summary and pages.

Every finished report is kept at once. Nothing is graded here, and nothing leaves the folder.
"""
