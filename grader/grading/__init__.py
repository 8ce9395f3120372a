"""A submission and an exercise become a report.

`grade_file` reads a file and starts what is needed, `grade` runs the checks and joins what they
found, and the diagnosis names known mistakes. A submission's values are compared here, but its code
runs in the sandbox alone. Nothing here prints, and nothing knows of a class.
"""
