"""A course handed over: the students' tree, solutions after the deadline, autograders."""
