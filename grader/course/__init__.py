"""The course on disk: exercises, their hidden and sealed files, and what students get of them.

Finds a course and reads `exercise.toml`, opens hidden files in memory, encrypts them, and derives
`exercises/` from `solutions/`. It grades nothing, runs no code of the course, and knows no student.
"""
