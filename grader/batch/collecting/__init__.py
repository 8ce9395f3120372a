"""Folders by student from a platform's export, with a table of who handed in what, and when.

What a platform calls its files is told in `batch.platforms`. Nothing is graded here.
"""
