"""What goes back to a platform or a person: grades in their table, and pages of feedback.

Made from a finished folder of results. No grade is decided here.
"""
