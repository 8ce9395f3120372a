"""Keeps a run of the checks apart from whatever else happens in the process and on the machine."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import configuration, settings
from hypothesis.internal.conjecture import providers

from grader.course.course import TEST_FILES

# Options and plug-ins that the machine's owner has set for other work.
FOREIGN_VARIABLES = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")
TEST_MODULES = tuple(Path(name).stem for name, _ in TEST_FILES)
NOWHERE = Path(os.devnull, "hypothesis")  # no folder can be made there, and Hypothesis copes


@contextmanager
def own_surroundings() -> Iterator[None]:
    """Let pytest and Hypothesis find nothing of other runs, and leave nothing behind.

    Without this `test_hidden` of one exercise is found again where another's is asked for,
    bytecode and a folder `.hypothesis` are written into the course, and the draws of a seed
    depend on which modules happen to be loaded.
    """
    environment, profile = dict(os.environ), settings.get_current_profile_name()
    foreign = {name: sys.modules.pop(name) for name in TEST_MODULES if name in sys.modules}
    wrote_bytecode, sys.dont_write_bytecode = not sys.dont_write_bytecode, True
    for name in FOREIGN_VARIABLES:
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        # Python's warnings are for whoever started the process, not a reason to fail a check.
        with _plain_hypothesis(), warnings.catch_warnings(action="ignore"):
            yield
    finally:
        settings.load_profile(profile)
        sys.dont_write_bytecode = not wrote_bytecode
        for name in TEST_MODULES:
            sys.modules.pop(name, None)
        sys.modules.update(foreign)
        os.environ.clear()
        os.environ.update(environment)


@contextmanager
def _plain_hypothesis() -> Iterator[None]:
    """Draw from the strategies alone: Hypothesis mixes in constants of all modules it finds."""
    provider: Any = providers.HypothesisProvider
    drawn = getattr(provider, "_maybe_draw_constant", None)  # older releases have none
    home = configuration.storage_directory(intent_to_write=False).path
    configuration.set_hypothesis_home_dir(NOWHERE)
    if drawn is not None:
        provider._maybe_draw_constant = lambda *_, **__: None
    try:
        yield
    finally:
        configuration.set_hypothesis_home_dir(home)
        if drawn is not None:
            provider._maybe_draw_constant = drawn
