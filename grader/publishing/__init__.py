"""The author's side: new exercises, the proof that a course is sound, releases and bundles.

Makes what leaves the author's machine and searches it for leaks. No grade of a student is made
here, except by `autograde`, which platforms run.
"""
