"""Two processes run the tests, and what must not be parted is not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest


def test_modules_are_handed_out_whole_and_those_of_the_machine_together(request):
    pytest.importorskip("xdist")
    settings = {"dist": "loadscope", "tx": ["popen", "popen"]}
    config = SimpleNamespace(getvalue=settings.__getitem__, option=SimpleNamespace())
    scheduler = request.config.hook.pytest_xdist_make_scheduler(config=config, log=None)
    scopes = [
        scheduler._split_scope(f"tests/{name}")
        for name in ("cli/test_page.py::test_a", "cli/test_page.py::test_b[c::d.py]",
                     "hostile/test_files.py::test_a", "sandbox/test_stops.py::test_b")
    ]  # fmt: skip
    assert scopes == ["cli/test_page.py", "cli/test_page.py", "machine", "machine"]
    assert "--dist loadscope" in " ".join(request.config.getini("addopts"))
