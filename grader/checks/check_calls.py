"""Checks called one after the other, without pytest: most of a known exercise's are brief."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from grader.checks.check_file import module_of, shown_name
from grader.checks.check_plugin import CheckPlugin, Found
from grader.model import Exercise


def call_checks(
    exercise: Exercise, plugin: CheckPlugin, found: Sequence[Found], texts: Mapping[str, str]
) -> None:
    """Run the checks that are not decided, as pytest would; all of them are plain.

    Use it in `own_surroundings`.
    """
    modules = {
        name: module_of(text, name, shown_name(exercise, name)) for name, text in texts.items()
    }
    plugin.begin(modules.values())
    for check in found:
        if check.name in plugin.runs or plugin.is_decided(check.name):
            continue
        function = f"test_{check.name}"
        call = plugin.prepared(vars(modules[check.file])[function], function, check.file)
        plugin.pytest_runtest_call()
        error: BaseException | None = None
        start = time.perf_counter()
        try:
            call(**{name: plugin.fixtures[name] for name in check.fixtures})
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # a stopped submission, too
            error = raised
        plugin.note(check.name, error, time.perf_counter() - start)
    plugin.pytest_sessionfinish()
