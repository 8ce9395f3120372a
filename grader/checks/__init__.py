"""Assertions, tolerances and probes for the authors of checks; and what runs checks.

A check calls the student and the reference as if both lay in its process, and compares. Whether the
submission is a file, a notebook or a mistake of ours is not known here, nor what a failure means.
"""

import os

# Plug-ins of other packages would load with Hypothesis: slow, and strangers to a grade.
os.environ.setdefault("HYPOTHESIS_NO_PLUGINS", "1")

from grader.checks.assertions import (
    PLAIN,
    assert_close,
    assert_equal,
    assert_explained,
    assert_law,
    assert_raises,
    assert_unmodified,
    float32_tolerance,
    float64_tolerance,
)
from grader.checks.network import in_network
from grader.checks.probes import probe
from grader.sandbox.failures import CheckFailed

__all__ = [
    "PLAIN",
    "CheckFailed",
    "assert_close",
    "assert_equal",
    "assert_explained",
    "assert_law",
    "assert_raises",
    "assert_unmodified",
    "float32_tolerance",
    "float64_tolerance",
    "in_network",
    "probe",
]
