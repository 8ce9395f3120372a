"""Importing this imports what grading needs, once, before processes are forked for it."""

import atexit
import os
from contextlib import suppress

from grader.errors import BrokenEnvironment
from grader.grading.torch_runtime import import_torch

with suppress(BrokenEnvironment):  # the one that grades meets it again, and tells
    import_torch()
    import numpy.random  # noqa: F401

    import grader.checks.strategies
    import grader.grading.grade  # noqa: F401

atexit.register(os._exit, 0)  # taking torch down politely takes 0.3 s
