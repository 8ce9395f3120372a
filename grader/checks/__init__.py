"""What the author of a check needs: assertions with our words, tolerances, and probes."""

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
