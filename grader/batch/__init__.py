"""Grading a whole class: a folder of submissions in; reports, grades and a gradebook out."""
