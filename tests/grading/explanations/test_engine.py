"""The digest of the code that explains: it follows what the code does, and nothing else."""

from __future__ import annotations

import ast
import importlib

import pytest

from grader.grading.explanations import engine
from grader.grading.explanations.engine import digest_of, engine_modules, engine_sha256

SOURCE = """
'''Doubles.'''

FACTOR = 2


def doubled(x, *, plus=0):
    '''Twice x.'''
    return FACTOR * x + plus  # and more


class Kept:
    '''Keeps.'''
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  # and more", ""),
        ("Twice x.", "Double x."),
        ("    '''Twice x.'''\n", ""),
        ("Doubles.", "Other words"),
        ("FACTOR * x + plus", "(FACTOR * x) + plus"),
        ("\n\n\ndef", "\ndef"),
    ],
)
def test_digest_is_the_same_where_the_code_does_the_same(before, after):
    assert before in SOURCE
    assert digest_of([SOURCE]) == digest_of([SOURCE.replace(before, after)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FACTOR = 2", "FACTOR = 3"),
        ("FACTOR = 2", "FACTOR = '2'"),
        ("* x", "/ x"),
        ("plus=0", "plus"),
        ("plus=0", "more=0"),
        ("*, ", ""),
        ("return ", ""),
        ("Kept", "Held"),
    ],
)
def test_digest_is_another_one_where_the_code_does_something_else(before, after):
    assert before in SOURCE
    assert digest_of([SOURCE]) != digest_of([SOURCE.replace(before, after)])


def test_texts_are_kept_apart():
    assert digest_of(["a = 1", "b = 2"]) != digest_of(["a = 1\nb = 2", ""])


def test_modules_are_all_that_an_index_is_made_with():
    modules = engine_modules()
    own = ("bank", "behavior", "components", "composition", "expressions", "facts")
    assert {f"explanations.{name}" for name in own} <= {*modules}
    assert "lines.search" not in modules
    for name in modules:
        source = engine._source(f"grader.grading.{name}")
        used = {node.module for node in ast.walk(ast.parse(source)) if hasattr(node, "module")}
        own = {one for one in used if one and one.startswith("grader.grading.")}
        assert own <= {f"grader.grading.{each}" for each in modules}, name


def test_index_is_made_with_nothing_else_of_this_package():
    publishing = importlib.import_module("grader.publishing.explanation_index")
    tree = ast.parse(engine._source(publishing.__name__))
    used = {
        node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module.startswith("grader.grading.")
    }
    assert used <= {f"grader.grading.{name}" for name in engine_modules()}


def test_digest_follows_the_modules(monkeypatch):
    before = engine_sha256()
    source = engine._source

    def changed(module):
        return source(module) + ("\nMORE = 1\n" if module.endswith(".expressions") else "")

    monkeypatch.setattr(engine, "_source", changed)
    for each in (engine_sha256, engine_modules):
        each.cache_clear()
    after = engine_sha256()
    monkeypatch.undo()
    for each in (engine_sha256, engine_modules):
        each.cache_clear()
    assert after != before == engine_sha256()
