"""The line of a wrong value: one small change of the student's own program that makes it right.

Changes are made from the parsed text and tried in the confined worker; what comes back is compared
here. A submission can fake it, so a line is advice, and never points.
"""
