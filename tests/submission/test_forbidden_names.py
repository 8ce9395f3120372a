"""Each row is a submission, as short as it can be, and the shortcuts that it takes."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from grader.submission.forbidden_names import Shortcut, find_shortcuts

FORBIDDEN = ("torch.nn.init", "torch.nn.BatchNorm*", "torch.nn.functional.batch_norm", ".backward")


def shortcuts(source: str, *functions: str) -> tuple[Shortcut, ...]:
    return find_shortcuts(ast.parse(dedent(source)), functions or ("f",), FORBIDDEN)


def names(source: str) -> list[str]:
    return [shortcut.name for shortcut in shortcuts(source)]


ALIASES = {
    "dotted": "import torch\ndef f(w): torch.nn.init.zeros_(w)",
    "dotted import": "import torch.nn.init\ndef f(w): torch.nn.init.zeros_(w)",
    "module renamed": "import torch.nn.init as i\ndef f(w): i.zeros_(w)",
    "package renamed": "import torch as t\ndef f(w): t.nn.init.zeros_(w)",
    "from package": "from torch import nn\ndef f(w): nn.init.zeros_(w)",
    "from module": "from torch.nn.init import zeros_\ndef f(w): zeros_(w)",
    "from module, renamed": "from torch.nn.init import zeros_ as z\ndef f(w): z(w)",
    "imported inside": "def f(w):\n  from torch.nn import init\n  init.zeros_(w)",
    "imported below": "def f(w): init.zeros_(w)\nfrom torch.nn import init",
    "imported in try": """
        try:
            from torch.nn import init
        except ImportError:
            init = None
        def f(w): init.zeros_(w)
    """,
    "assigned at module level": "import torch\nz = torch.nn.init.zeros_\ndef f(w): z(w)",
    "assigned inside": "import torch\ndef f(w):\n  z = torch.nn.init.zeros_\n  z(w)",
    "assigned in pieces": """
        import torch
        def f(w):
            m = torch
            m = m.nn
            m = m.init
            m.zeros_(w)
    """,
    "alias of an alias below": "def f(w): a.zeros_(w)\nimport torch\nb = torch.nn\na = b.init",
    "tuple": "import torch\na, z = torch.tanh, torch.nn.init.zeros_\ndef f(w): z(w)",
    "nested tuple": "import torch\n(a, (b, z)) = 1, (2, torch.nn.init.zeros_)\ndef f(w): z(w)",
    "starred tuple": "import torch\na, *z = 1, torch.nn.init.zeros_\ndef f(w): z[0](w)",
    "unpacked table": "import torch\nt = 1, torch.nn.init.zeros_\na, z = t\ndef f(w): z(w)",
    "chain": "import torch\na = z = torch.nn.init.zeros_\ndef f(w): z(w)",
    "annotated": "import torch\nz: object = torch.nn.init.zeros_\ndef f(w): z(w)",
    "walrus": "import torch\ndef f(w): (z := torch.nn.init).zeros_(w)",
    "walrus kept": "import torch\ndef f(w):\n  print(n := torch.nn)\n  n.init.zeros_(w)",
    "either of two": "import torch\nz = torch.tanh if 0 else torch.nn.init.zeros_\ndef f(w): z(w)",
    "one or the other": "import torch\nz = None or torch.nn.init.zeros_\ndef f(w): z(w)",
    "getattr": "import torch\ndef f(w): getattr(torch.nn, 'init').zeros_(w)",
    "getattr twice": "import torch\ndef f(w): getattr(getattr(torch.nn, 'init'), 'zeros_')(w)",
    "getattr with default": "import torch\ndef f(w): getattr(torch.nn.init, 'zeros_', None)(w)",
    "getattr renamed": "import torch\ng = getattr\ndef f(w): g(torch.nn, 'init').zeros_(w)",
    "import_module": (
        "import importlib\ndef f(w): importlib.import_module('torch.nn.init').zeros_(w)"
    ),
    "import_module of the package": (
        "from importlib import import_module as i\nn = i('torch.nn')\ndef f(w): n.init.zeros_(w)"
    ),
    "__import__": "def f(w): __import__('torch').nn.init.zeros_(w)",
    "__import__ with names": "i = __import__('torch.nn.init', None, None, ['x'])\n"
    "def f(w): i.zeros_(w)",
    "loop": "import torch\ndef f(w):\n  for m in (torch.tanh, torch.nn): m.init.zeros_(w)",
    "with": "import torch\ndef f(w):\n  with torch.nn as n: n.init.zeros_(w)",
    "comprehension": "import torch\ndef f(w): [n.init.zeros_(w) for n in [torch.nn]]",
    "comprehension that shadows": "import torch.nn as n\ndef f(w): [n.init.zeros_(w) for n in [n]]",
    "default value of a module": "import torch\ndef f(w, n=torch.nn): n.init.zeros_(w)",
    "keyword default": "import torch\ndef f(w, *, n=torch.nn): n.init.zeros_(w)",
    "global": """
        import torch
        n = None
        def prepare():
            global n
            n = torch.nn
        prepare()
        def f(w): n.init.zeros_(w)
    """,
    "nonlocal": """
        import torch
        def f(w):
            n = None
            def prepare():
                nonlocal n
                n = torch.nn
            prepare()
            n.init.zeros_(w)
    """,
    "unpacked in a loop": (
        "import torch\ndef f(w):\n  for n, x in [(torch.nn, 1)]: n.init.zeros_(w)"
    ),
    "list of modules": "import torch\nl = [torch, torch.nn]\ndef f(w): l[1].init.zeros_(w)",
    "attribute of a module-level object": (
        "import torch\nclass C: pass\nc = C()\nc.z = torch.nn.init.zeros_\ndef f(w): c.z(w)"
    ),
}


@pytest.mark.parametrize("source", ALIASES.values(), ids=ALIASES.keys())
def test_find_shortcuts_sees_through_every_alias(source: str) -> None:
    found = names(source)

    assert found
    assert all(name.startswith("torch.nn.init") for name in found)


REACHED = {
    "own function": "def g(w): init.zeros_(w)\ndef f(w): g(w)",
    "function of a function": "def h(w): init.zeros_(w)\ndef g(w): h(w)\ndef f(w): g(w)",
    "function defined below": "def f(w): g(w)\ndef g(w): init.zeros_(w)",
    "recursion": "def g(w): f(w); init.zeros_(w)\ndef f(w): g(w)",
    "lambda": "g = lambda w: init.zeros_(w)\ndef f(w): g(w)",
    "graded lambda": "f = lambda w: init.zeros_(w)",
    "nested function": "def f(w):\n  def g(): init.zeros_(w)\n  g()",
    "async function": "async def g(w): init.zeros_(w)\ndef f(w): g(w)",
    "comprehension": "def f(w): return [init.zeros_(v) for v in w]",
    "comprehension condition": "def f(w): return {v for v in w if init.zeros_(v)}",
    "generator": "def f(w): return sum(init.zeros_(v) for v in w)",
    "dict comprehension": "def f(w): return {v: init.zeros_(v) for v in w}",
    "default value": "def f(w, z=init.zeros_): z(w)",
    "decorator": "def d(g):\n  return init.zeros_\n@d\ndef f(w): pass",
    "decorator itself": "@init.zeros_\ndef f(w): pass",
    "decorator with arguments": "def d(z): return lambda g: z\n@d(init.zeros_)\ndef f(w): pass",
    "wrapped by assignment": "def f(w): init.zeros_(w)\ndef d(g): return g\nf = d(f)",
    "class": "class C:\n  def run(self, w): init.zeros_(w)\ndef f(w): C().run(w)",
    "class attribute": "class C:\n  z = init.zeros_\ndef f(w): C.z(w)",
    "class attribute that shadows nothing": (
        "class C:\n  init = None\n  def run(self, w): init.zeros_(w)\ndef f(w): C().run(w)"
    ),
    "static method": "class C:\n  @staticmethod\n  def z(w): init.zeros_(w)\ndef f(w): C.z(w)",
    "base class": "class B:\n  def m(s, w): init.zeros_(w)\nclass C(B): pass\ndef f(w): C().m(w)",
    "base class of torch": "class C(torch.nn.BatchNorm1d): pass\ndef f(w): C(w)",
    "metaclass": "class M(type):\n  z = init.zeros_\nclass C(metaclass=M): pass\ndef f(w): C.z(w)",
    "instance": "class C:\n  def run(self, w): init.zeros_(w)\nc = C()\ndef f(w): c.run(w)",
    "dict": "t = {'z': init.zeros_}\ndef f(w): t['z'](w)",
    "dict of lambdas": "t = {'z': lambda w: init.zeros_(w)}\ndef f(w): t['z'](w)",
    "list of own functions": "def g(w): init.zeros_(w)\nt = [g]\ndef f(w): t[0](w)",
    "dict filled later": "t = {}\nt['z'] = init.zeros_\ndef f(w): t['z'](w)",
    "dict filled by |=": "t = {}\nt |= {'z': init.zeros_}\ndef f(w): t['z'](w)",
    "partial": "from functools import partial\ng = partial(init.zeros_)\ndef f(w): g(w)",
    "value computed before": "w0 = init.zeros_(torch.ones(3))\ndef f(w): return w0",
    "passed on": "def f(w): return list(map(init.zeros_, w))",
    "loop variable": "for z in (init.ones_, init.zeros_): pass\ndef f(w): z(w)",
    "kept before a new definition": """
        def f(w): init.zeros_(w)
        old = f
        def f(w): old(w)
    """,
    "default kept before a new value": "z = init.zeros_\ndef f(w, z=z): z(w)\nz = None",
    "default is the former self": "def f(w): init.zeros_(w)\ndef f(w, old=f): old(w)",
    "defined in if": "if torch:\n  def f(w): init.zeros_(w)\nelse:\n  def f(w): pass",
    "redefined in if": "def f(w): init.zeros_(w)\nif torch:\n  def f(w): pass",
    "defined in try": "try:\n  def f(w): init.zeros_(w)\nexcept NameError: pass",
    "defined in with and for": "for _ in [1]:\n  with torch:\n    def f(w): init.zeros_(w)",
    "other branch of the main guard": (
        "if __name__ == '__main__': pass\nelse:\n  def f(w): init.zeros_(w)"
    ),
    "in except": "def f(w):\n  try: pass\n  except ValueError: init.zeros_(w)",
    "in an index": "def f(w): w[init.zeros_(w)] = 1",
    "in a class body": "class C:\n  n = torch.nn\n  z = n.init.zeros_\ndef f(w): C.z(w)",
    "after a loop that may be empty": "z = init.zeros_\nfor z in []: pass\ndef f(w): z(w)",
    "after an addition": "t = [init.zeros_]\nt += [torch.tanh]\ndef f(w): t[0](w)",
    "after a bare annotation": "z = init.zeros_\nz: object\ndef f(w): z(w)",
    "in finally": "def f(w):\n  try: pass\n  finally: init.zeros_(w)",
    "in match": "def f(w):\n  match w:\n    case [x]: init.zeros_(x)",
    "the function itself": "f = init.zeros_",
    "the function itself, imported": "from torch.nn.init import zeros_ as f",
}


@pytest.mark.parametrize("source", REACHED.values(), ids=REACHED.keys())
def test_find_shortcuts_reads_all_that_a_graded_function_reaches(source: str) -> None:
    assert names("import torch\nfrom torch.nn import init\n" + dedent(source))


FINE = {
    "own solution": "def f(n): return torch.randn(n) / n**0.5",
    "imported and not used": "def f(w): return w",
    "mention in a docstring": "def f(w):\n  'torch.nn.init.zeros_ is not used'\n  return w",
    "mention in a string": "def f(w): raise ValueError('not torch.nn.init')",
    "mention in a comment": "def f(w):\n  # torch.nn.init.zeros_(w)\n  return w",
    "mention in annotations": (
        "def f(w: torch.nn.init.x, b=1) -> init.y:\n  n: torch.nn.BatchNorm1d = w\n  return n"
    ),
    "self-check at the bottom": "def f(w): return w\nprint(init.zeros_(f(torch.ones(2))))",
    "self-check that stores": "def f(w): return w\nwant = init.zeros_(f(torch.ones(2)))",
    "self-check in a function": "def f(w): return w\ndef main(): init.zeros_(f(1))\nmain()",
    "main guard": "def f(w): return w\nif __name__ == '__main__':\n  f = init.zeros_",
    "main guard, turned": "def f(w): return w\nif '__main__' == __name__:\n  f = init.zeros_",
    "self-check with backward": "def f(w): return w\nx = f(torch.ones(1))\nx.sum().backward()",
    "local of the same name": "def f(w):\n  init = 0.1\n  return w * init",
    "attribute of a local": "def f(w):\n  init = w\n  return init.zeros_",
    "parameter of the same name": "def f(w, init): return init.zeros_",
    "loop variable of the same name": "def f(w):\n  for init in w: init.zeros_()",
    "comprehension variable of the same name": "def f(w): return [init.zeros_ for init in w]",
    "set of the same name": "def f(w): return {init.zeros_ for init in w}",
    "dict of the same name": "def f(w): return {init.zeros_: 1 for init in w}",
    "generator of the same name": "def f(w): return any(init.zeros_ for init in w)",
    "its neighbour in a tuple": "a, z = init.zeros_, torch.tanh\ndef f(w): z(w)",
    "caught under the same name": "def f(w):\n  try: w()\n  except E as init: return init.args",
    "captured under the same name": "def f(w):\n  match w:\n    case [init, *_]: return init.T",
    "star-captured": "def f(w):\n  match w:\n    case [_, *init]: return init.copy()",
    "lambda parameter": "def f(w): return (lambda init: init.zeros_)(w)",
    "own function named init": "def init(w): return w\ndef f(w): return init(w)",
    "own function named backward": "def backward(g): return g\ndef f(w): return backward(w)",
    "own attribute named init": "def f(w): return w.init.zeros_",
    "own getattr": "def getattr(a, b): return a\ndef f(w): return getattr(torch.nn, 'init')",
    "getattr without a literal": "def f(w, n='tanh'): return getattr(torch, n)(w)",
    "other module named init": "import other.init as init\ndef f(w): return init.zeros_(w)",
    "relative import": "from .torch.nn import init\ndef f(w): return init.zeros_(w)",
    "name that only begins alike": "def f(w): return torch.nn.initial(w)",
    "another batch norm": "def f(w): return torch.nn.functional.layer_norm(w)",
    "last definition wins": "def f(w): init.zeros_(w)\ndef f(w): return w",
    "last definition of another wins": "def g(w): init.zeros_(w)\ndef g(w): pass\ndef f(w): g(w)",
    "definition after an experiment": "f = init.zeros_\ndef f(w): return w",
    "variable used anew": "x = init.zeros_(1)\nx = 3\ndef f(w): return x",
    "value of another function": "def g(w): init.zeros_(w)\ndef f(w): return w",
    "class not used": "class C:\n  z = init.zeros_\ndef f(w): return w",
    "own class with backward": """
        class Tanh:
            def backward(self, g): return g
        def f(w):
            layers = [Tanh(), Tanh()]
            for layer in layers: w = layer.backward(w)
            return w
    """,
    "own method calls it": """
        class Tanh:
            def backward(self, g): return g
            def run(self, g): return self.backward(g)
        def f(w): return Tanh().run(w)
    """,
    "attribute that is set": "def f(w):\n  w.backward = None\n  del w.backward",
    "star import of something else": "from math import *\ndef f(w): return sqrt(w)",
    "function is not there": "x = init.zeros_",
}


@pytest.mark.parametrize("source", FINE.values(), ids=FINE.keys())
def test_find_shortcuts_leaves_everything_else_alone(source: str) -> None:
    assert names("import torch\nfrom torch.nn import init\n" + dedent(source)) == []


NAMED = [
    (
        "import torch.nn.functional as F\ndef f(x): F.batch_norm(x)",
        "torch.nn.functional.batch_norm",
    ),
    ("from torch import nn\ndef f(x): nn.BatchNorm1d(3)(x)", "torch.nn.BatchNorm1d"),
    ("from torch.nn import BatchNorm2d as B\ndef f(x): B(3)(x)", "torch.nn.BatchNorm2d"),
    ("from torch.nn import *\ndef f(x): BatchNorm1d(3)(x)", "torch.nn.BatchNorm1d"),
    ("from torch.nn import *\ndef f(x): init.zeros_(x)", "torch.nn.init.zeros_"),
    ("from torch.nn.init import *\ndef f(x): zeros_(x)", "torch.nn.init"),
    ("from torch.nn.init import *\ndef f(x): return abs(x)", "torch.nn.init"),
    ("def f(x): x.sum().backward()", ".backward"),
    ("def f(x): getattr(x.sum(), 'backward')()", ".backward"),
    ("import torch\ndef f(x): torch.Tensor.backward(x)", ".backward"),
    ("def f(x):\n  go = x.backward\n  go()", ".backward"),
    ("class T:\n  def backward(self): pass\ndef f(x): x.backward()", ".backward"),
]


@pytest.mark.parametrize(("source", "name"), NAMED)
def test_find_shortcuts_names_it_as_torch_does(source: str, name: str) -> None:
    assert set(names(source)) == {name}


def test_find_shortcuts_names_a_graded_function_that_a_star_import_brings() -> None:
    found = shortcuts("import math\nfrom torch.nn.functional import *", "batch_norm", "other")

    assert found == (Shortcut(2, "torch.nn.functional.batch_norm", "batch_norm"),)


def test_find_shortcuts_tells_line_and_definition() -> None:
    found = shortcuts(
        """
        import torch
        from torch.nn import init

        TABLE = {"zeros": lambda w: init.zeros_(w)}

        def draw(w):
            return init.normal_(w)

        class Layer:
            def __init__(self, w):
                init.ones_(
                    w
                )

        def f(w):
            draw(w), Layer(w), TABLE
            return torch.nn.init.uniform_(w)

        def g(w):
            return draw(w)
        """,
        "f",
        "g",
    )

    assert found == (
        Shortcut(5, "torch.nn.init.zeros_", "f"),
        Shortcut(8, "torch.nn.init.normal_", "draw"),
        Shortcut(12, "torch.nn.init.ones_", "Layer"),
        Shortcut(18, "torch.nn.init.uniform_", "f"),
    )


def test_find_shortcuts_reports_an_alias_where_it_is_used_and_once() -> None:
    found = shortcuts("import torch\nz = torch.nn.init.zeros_\ndef f(w):\n  z(w); z(w)\n  z(w)")

    assert found == (
        Shortcut(4, "torch.nn.init.zeros_", "f"),
        Shortcut(5, "torch.nn.init.zeros_", "f"),
    )


def test_find_shortcuts_reports_no_line_that_only_gives_a_new_value() -> None:
    found = shortcuts("import torch\ndef f(w):\n  z = 0\n  z = torch.nn.init.zeros_\n  return 1")

    assert found == (Shortcut(4, "torch.nn.init.zeros_", "f"),)


def test_find_shortcuts_finds_nothing_when_nothing_is_forbidden() -> None:
    tree = ast.parse("import torch\ndef f(w): torch.nn.init.zeros_(w).backward()")

    assert find_shortcuts(tree, ["f"], []) == ()


@pytest.mark.parametrize(
    "expression",
    [
        "+".join(["torch.tanh(w)"] * 500) + " + torch.nn.init.zeros_(w)",
        "not " * 500 + "torch.nn.init.zeros_(w)",
        "w" + ".t()" * 500 + ".add(torch.nn.init.zeros_(w))",
        "lambda: " * 500 + "torch.nn.init.zeros_(w)",
    ],
    ids=["sum", "not", "calls", "lambdas"],
)
def test_find_shortcuts_reads_code_that_is_nested_too_deeply_for_recursion(expression: str) -> None:
    assert names(f"import torch\ndef f(w): return {expression}") == ["torch.nn.init.zeros_"]


def test_find_shortcuts_ends_when_names_refer_to_one_another() -> None:
    circle = "\n".join(f"def g{i}(): return g{i + 1}, a{i}" for i in range(50))
    aliases = "\n".join(f"  a{i} = [a{i + 1}.x, a{i + 1}.y, a{i}]" for i in range(50))
    source = f"def f(w):\n{aliases}\n  a50 = a0\n  g0()\n{circle}\ndef g50(): f(1).backward()"

    assert names(source) == [".backward"]


# ----------------------------------------------------------------------- cheap ways around autograd

HANDS = ("torch.autograd", "torch.func", "torch.ops", ".backward", "torch.batch_norm*")
WAYS_AROUND = {
    "private module": ("import torch\ndef f(x): return torch._C._nn.gelu(x)", "torch._C._nn.gelu"),
    "private operators": ("import torch\ndef f(x): return torch._ops.ops", "torch._ops.ops"),
    "private import": ("from torch import _VF\ndef f(x): return _VF.batch_norm(x)", "torch._VF"),
    "private star": ("from torch._C import *\ndef f(x): return x", "torch._C"),
    "constant getattr": ("import torch\ndef f(x): return getattr(torch, '_C')", "torch._C"),
    "functorch": ("import functorch\ndef f(x): return functorch.grad(x)", "functorch.grad"),
    "functorch, renamed": (
        "from functorch import grad as g\ndef f(x): return g(x)",
        "functorch.grad",
    ),
    "table of modules": (
        "import sys\ndef f(x): return sys.modules['torch'].autograd.grad(x)",
        "sys.modules.autograd.grad",
    ),
    "node of the graph": ("def f(x): return x.tanh().grad_fn(1)", ".grad_fn"),
    "node, by getattr": ("def f(x): return getattr(x, 'grad_fn')(1)", ".grad_fn"),
    "gradients switched on": ("def f(x): return x.requires_grad_()", ".requires_grad_"),
    "gradients assigned": ("def f(x):\n  x.requires_grad = True\n  return x", "requires_grad"),
    "gradients wanted": (
        "import torch\ndef f(x): return torch.zeros(1, requires_grad=True)",
        "requires_grad",
    ),
    "backward, in a dict": (
        "import torch\ndef f(x):\n  dict(requires_grad=1)\n  return x.grad_fn",
        ".grad_fn",
    ),
}


def hand_names(source: str, **siblings: str) -> list[str]:
    trees = {name: ast.parse(dedent(text)) for name, text in siblings.items()}
    found = find_shortcuts(ast.parse(dedent(source)), ("f",), HANDS, siblings=trees)
    return [shortcut.name for shortcut in found]


@pytest.mark.parametrize("way", WAYS_AROUND)
def test_cheap_way_around_is_found(way):
    source, name = WAYS_AROUND[way]
    found = hand_names(source)
    assert found
    assert any(one.startswith(name) for one in found)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ndef f(x): return torch.zeros(3, requires_grad=False)",
        "def f(x): return x.detach() if x.requires_grad else x",
        "import torch\ndef f(x): return torch.tanh(x)\ny = torch.zeros(1, requires_grad=True)",
        "import sys\ndef f(x): return x\nprint(sys.modules[__name__])",
        "import sys\ndef f(x): return x if sys.argv else x",
    ],
)
def test_what_honest_code_does_with_gradients_is_none(source):
    assert hand_names(source) == []


def test_where_backward_is_allowed_so_are_gradients():
    tree = ast.parse("def f(x): return x.requires_grad_().grad_fn")
    assert find_shortcuts(tree, ("f",), ("torch.nn.init",)) == ()


def test_name_that_the_exercise_forbids_is_told_before_what_it_implies():
    source = "import torch\ndef f(x):\n  x.requires_grad_()\n  return torch.autograd.grad(x, x)"
    assert hand_names(source) == ["torch.autograd.grad"]


SIBLING = "import torch\ndef slope(x): return torch.autograd.grad(x, x)\ndef other(x): return x"


@pytest.mark.parametrize(
    "source",
    [
        "from gates import slope\ndef f(x): return slope(x)",
        "from gates import slope as s\ns2 = s\ndef f(x): return s2(x)",
        "import gates\ndef f(x): return gates.slope(x)",
        "from gates import *\ndef f(x): return slope(x)",
        "def f(x):\n  import gates as g\n  return g.slope(x)",
        "from gates import slope as f",
        "from between import f",
    ],
)
def test_shortcut_in_a_sibling_is_found_where_it_is_imported(source):
    between = "from gates import slope\ndef f(x): return slope(x)"
    assert hand_names(source, gates=SIBLING, between=between) == ["torch.autograd.grad"]


def test_function_of_a_sibling_that_nobody_mentions_is_not_searched():
    source = "from gates import other\ndef f(x): return other(x)"
    assert hand_names(source, gates=SIBLING) == []


def test_sibling_that_no_graded_function_uses_is_not_searched():
    source = "import gates\ndef f(x): return x\nassert gates.slope"
    assert hand_names(source, gates=SIBLING) == []


def test_siblings_that_import_each_other_are_searched_once():
    a, b = "import b\ndef f(x): return b.g(x)", "import a\ndef g(x): return a.f(x).grad_fn"
    assert hand_names("import a\ndef f(x): return a.f(x)", a=a, b=b) == [".grad_fn"]
