"""The proxy: calling a submission as if it lay in this process, and what comes of it."""

from __future__ import annotations

import random

import numpy
import pytest
import torch

from grader.errors import UnreadableSubmission
from grader.sandbox.call import Call
from grader.sandbox.failures import MissingFunction, NotWritten, StudentRaised, WrongValue


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


# ------------------------------------------------------------------------------ arguments


def test_arguments_arrive_as_they_were_given(open_student):
    student = open_student("""
        import torch

        def names(*arguments, **keywords):
            shown = [f"{type(a).__name__} {a}" for a in (*arguments, keywords)]
            return {"|".join(shown)}
    """)
    shown = student.names(1, 0.5, "tanh", None, True, (1, "a"), {"eps": 0.5}, momentum=0.1)
    assert shown == {
        "int 1|float 0.5|str tanh|NoneType None|bool True|tuple (1, 'a')|dict {'eps': 0.5}"
        "|dict {'momentum': 0.1}"
    }


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.int64, torch.bool])
def test_tensor_keeps_its_dtype_on_the_way_in(open_student, dtype):
    student = open_student("def names(x): return {str(x.dtype)}")
    assert student.names(torch.ones(2, dtype=dtype)) == {str(dtype)}


def test_submission_cannot_touch_the_arguments(open_student):
    student = open_student("""
        def f(x, table):
            table["x"].zero_()
            return x.zero_()
    """)
    x, inner = torch.ones(2), torch.ones(2)
    student.f(x, {"x": inner})
    assert x.tolist() == inner.tolist() == [1.0, 1.0]


def test_observe_gives_the_arguments_as_they_are_after_the_call(open_student):
    student = open_student("""
        def f(x, scale, y, table):
            x += 1
            table["y"] = y * scale
            return y
    """)
    x, y = torch.zeros(2), torch.ones(3)
    after = student.observe("f", x, 2, y, {}).arguments
    assert after[0].tolist() == [1.0, 1.0]
    assert (after[1], after[2].tolist(), after[3]["y"].tolist()) == (2, [1.0] * 3, [2.0] * 3)


def test_generator_comes_back_advanced_as_from_a_call_in_this_process(open_student):
    student = open_student("""
        import torch

        def f(count, generator):
            return torch.randn(count, generator=generator)
    """)
    ours, theirs = generator(3), generator(3)
    for count in (1, 5, 1000):
        assert torch.equal(
            student.f(count, theirs), torch.randn(count, generator=ours).to(torch.float64)
        )
    assert torch.equal(theirs.get_state(), ours.get_state())


def test_generator_that_the_submission_ignores_stays_where_it_is(open_student):
    student = open_student("def g(generator): return 1.0")
    source = generator(3)
    student.g(source)
    assert torch.equal(source.get_state(), generator(3).get_state())


def test_calls_are_kept_as_they_were_made_until_the_next_example(open_student):
    student = open_student("def g(x, k=0): return x.add_(1).sum()")
    x = torch.zeros(2)
    student.g(x)
    x += 5
    student.g(x, k=3)
    assert [call.arguments[0].tolist() for call in student.calls] == [[0.0, 0.0], [5.0, 5.0]]
    assert student.calls[1].keywords == {"k": 3}
    student.begin_example()
    assert student.calls == []


# ------------------------------------------------------------------------------ gradients


def vjp(function, vjp_of, *arguments):
    """The vector-Jacobian product by autograd in this process."""
    leaves = [argument.clone().requires_grad_() for argument in arguments]
    return torch.autograd.grad((function(*leaves) * vjp_of).sum(), leaves)


def test_gradient_is_the_vector_jacobian_product(open_student):
    student = open_student("""
        import torch

        def f(x, W):
            return torch.tanh(x @ W)
    """)
    x, W = torch.randn(4, 3).double(), torch.randn(3, 2).double()
    vjp_of = torch.randn(4, 2).double()
    seen = student.observe("f", x, W, gradient=vjp_of)
    want = vjp(lambda x, W: torch.tanh(x @ W), vjp_of, x, W)
    assert torch.equal(seen.value, torch.tanh(x @ W))
    assert [torch.allclose(*pair) for pair in zip(seen.gradient, want, strict=True)] == [True] * 2
    assert seen.requires_grad


def test_gradient_is_that_of_the_first_of_several_values(open_student):
    student = open_student("def pair(x, y): return 3 * x, 5 * y")
    x = torch.ones(2).double()
    gradient = student.observe("pair", x, x, gradient=torch.tensor([1.0, 2.0])).gradient
    assert gradient[0].tolist() == [3.0, 6.0]
    assert gradient[1] is None


def test_gradient_has_none_for_what_is_no_path(open_student):
    student = open_student("def f(x, scale, count, unused): return x * scale")
    seen = student.observe(
        "f", torch.ones(2), 3.0, torch.tensor(1), torch.ones(1), gradient=torch.ones(2)
    )
    assert seen.gradient[0].tolist() == [3.0, 3.0]
    assert seen.gradient[1:] == (None, None, None)


@pytest.mark.parametrize("body", ["x.detach() * 2", "x.detach().numpy() * 2", "[2.0, 2.0]"])
def test_gradient_is_none_where_the_value_forgets_its_origin(open_student, body):
    student = open_student(f"def f(x): return {body}")
    seen = student.observe("f", torch.ones(2), gradient=torch.ones(2))
    assert seen.value.tolist() == [2.0, 2.0]
    assert seen.gradient == (None,)
    assert not seen.requires_grad


def test_gradient_is_none_where_the_shape_is_another(open_student):
    seen = open_student("def f(x): return x[:1]").observe(
        "f", torch.ones(3), gradient=torch.ones(3)
    )
    assert (seen.value.tolist(), seen.gradient) == ([1.0], (None,))


def test_gradient_survives_a_function_that_works_in_place(open_student):
    student = open_student("def f(x): return x.mul_(3)")
    seen = student.observe("f", torch.ones(2), gradient=torch.ones(2))
    assert seen.gradient[0].tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    ("body", "requires"),
    [("x * 2", False), ("x * torch.ones(2, requires_grad=True)", True), ("x.tolist()", False)],
)
def test_observe_says_whether_the_value_requires_grad(open_student, body, requires):
    student = open_student(f"import torch\n\n\ndef f(x): return {body}")
    assert student.observe("f", torch.ones(2)).requires_grad is requires


# ------------------------------------------------------------------------------ exceptions


def failure_of(student, function="f", *arguments):
    return student.observe_call(Call(function, arguments)).failure


def test_exception_has_its_kind_text_and_the_line_of_the_submission(open_student):
    student = open_student("""
        import torch


        def inner(x):
            return x @ torch.ones(5)


        def f(x):
            return inner(x)
    """)
    failure = failure_of(student, "f", torch.ones(3))
    assert isinstance(failure, StudentRaised)
    assert failure.kind == "RuntimeError"
    assert failure.message.startswith("f raises RuntimeError: ")
    assert "size" in failure.message
    assert failure.line == 5


def test_call_raises_what_the_observation_holds(open_student):
    student = open_student("def f(): raise ValueError('no gain')")
    with pytest.raises(StudentRaised) as caught:
        student.f()
    assert caught.value.message == "f raises ValueError: no gain"
    with pytest.raises(StudentRaised):
        student.observe("f")


def test_wrong_number_of_arguments_is_an_exception_of_the_submission(open_student):
    failure = failure_of(open_student("def f(x): return x"), "f", 1, 2)
    assert failure.kind == "TypeError"
    assert "takes 1 positional argument but 2 were given" in failure.message


@pytest.mark.parametrize(
    "kind", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "StopIteration", "BaseException"]
)
def test_exception_that_would_end_a_process_is_one_like_others(open_student, kind):
    student = open_student(f"""
        calls = []


        def f():
            calls.append(1)
            raise {kind}


        def g():
            return len(calls)
    """)
    failure = failure_of(student)
    assert (type(failure), failure.message) == (StudentRaised, f"f raises {kind}")
    assert student.g() == 1  # the same worker answers


def test_exit_with_a_code_is_an_exception_like_others(open_student):
    student = open_student("import sys\n\n\ndef f(): sys.exit(0)")
    assert failure_of(student).message == "f raises SystemExit: 0"


def test_long_exception_is_cut(open_student):
    student = open_student("def f(): raise ValueError('x' * 10**6)")
    assert len(failure_of(student).message) < 2100


@pytest.mark.parametrize("body", ["1 / 0", "raise KeyboardInterrupt", "return 1"])
def test_exception_that_cannot_be_printed_is_a_failure_all_the_same(open_student, body):
    student = open_student(f"""
        class Bomb(Exception):
            def __str__(self):
                {body}


        def f():
            raise Bomb


        def g():
            return 1.0
    """)
    failure = failure_of(student)
    assert failure.message == "f raises Exception: an exception that cannot be printed"
    assert student.g() == 1.0


def test_exception_from_a_deep_recursion_has_its_line(open_student):
    failure = failure_of(open_student("def f():\n    return f()"))
    assert (failure.kind, failure.line) == ("RecursionError", 2)


def test_function_that_raises_not_implemented_is_not_written(open_student):
    student = open_student("""
        def f():
            raise NotImplementedError("f is waiting")


        def g():
            return 1.0
    """)
    failure = failure_of(student)
    assert (type(failure), failure.message) == (NotWritten, "f is not written yet")
    assert student.not_written == {"f"}
    student.g()
    assert student.not_written == {"f"}


@pytest.mark.parametrize(
    "source", ["f = 3", "F = print", "def other(): return f", "class A: f = print"]
)
def test_missing_function_is_said_to_be_missing(open_student, source):
    student = open_student(source + "\n\n\ndef g():\n    return 1.0")
    failure = failure_of(student)
    assert isinstance(failure, MissingFunction)
    assert failure.message == "draft.py does not define f; keep the name it has in the stub."
    assert student.g() == 1.0


@pytest.mark.parametrize(
    "source",
    [
        "f = lambda: 1.0",
        "class C:\n    def __call__(self):\n        return 1.0\n\n\nf = C()",
        "from functools import partial\n\nf = partial(float, 1)",
        "class C:\n    @staticmethod\n    def f():\n        return 1.0\n\n\nf = C.f",
    ],
)
def test_function_may_be_anything_that_can_be_called(open_student, source):
    assert open_student(source).f() == 1.0


def test_asynchronous_function_gives_no_value(open_student):
    failure = failure_of(open_student("async def f():\n    return 1.0"))
    assert isinstance(failure, WrongValue)
    assert failure.message == "f returned a coroutine; expected a tensor."


def test_function_that_is_no_part_of_the_exercise_is_no_attribute(open_student):
    student = open_student("def f(): return 1.0\n\n\ndef other(): return 1.0")
    with pytest.raises(AttributeError, match="exercise01 has no function other"):
        _ = student.other
    assert not hasattr(student, "__wrapped__")


# ------------------------------------------------------------------------------ loading


def test_file_runs_once_under_its_own_name(open_student):
    student = open_student("""
        import sys

        count = 0
        facts = {__name__, str(__file__), str(sys.argv), str(sys.modules[__name__] is not None)}


        def names():
            global count
            count += 1
            return facts | {f"called {count}"}
    """)
    student.names()
    assert student.names() == {
        "exercise01", "exercise01.py", "['submission.py']", "True", "called 2",
    }  # fmt: skip


def test_files_beside_the_submission_can_be_imported(open_student, tmp_path):
    (tmp_path / "gains.py").write_text("TANH = 5 / 3\n")
    student = open_student("from gains import TANH\n\n\ndef g(): return TANH")
    assert student.g() == 5 / 3


def test_submission_may_write_where_it_runs(open_student):
    student = open_student("""
        from pathlib import Path

        Path("notes.txt").write_text("3")


        def g():
            return float(Path("notes.txt").read_text())
    """)
    assert student.g() == 3.0


def test_every_worker_starts_from_the_same_random_state(open_student):
    source = """
        import random

        import numpy
        import torch


        def f():
            return [random.random(), numpy.random.rand(), torch.rand(1).item()]
    """
    first, second = open_student(source).f(), open_student(source).f()
    assert torch.equal(first, second)


def test_random_state_is_that_of_seed_zero_without_an_import_and_without_cuda(open_student):
    source = """
        import sys

        HAD = "numpy.random" in sys.modules

        import random

        import numpy
        import torch


        def f():
            drawn = [random.random(), numpy.random.rand(), torch.rand(1).item()]
            return [*drawn, float(HAD), float(torch.cuda.is_initialized())]
    """
    ours = random.Random(0), numpy.random.RandomState(0), torch.rand(1, generator=generator())
    drawn = [ours[0].random(), ours[1].rand(), ours[2].item()]
    assert open_student(source).f().tolist() == [*drawn, 1.0, 0.0]


UNLOADABLE = {
    "import nowhere": "ModuleNotFoundError: No module named 'nowhere'",
    "raise ValueError('broken')": "ValueError: broken",
    "raise SystemExit(0)": "SystemExit: 0",
    "raise KeyboardInterrupt": "KeyboardInterrupt",
    "raise NotImplementedError('later')": "NotImplementedError: later",
    "1 / 0": "ZeroDivisionError: division by zero",
}


@pytest.mark.parametrize("line", UNLOADABLE)
def test_file_that_raises_is_unreadable_and_the_line_is_named(open_student, line):
    with pytest.raises(UnreadableSubmission) as caught:
        open_student(f"x = 1\n\n{line}\n\n\ndef f(): return 1.0")
    assert caught.value.what == f"draft.py cannot be run: {UNLOADABLE[line]}."
    assert caught.value.remedy == "Run the file with Python to see the same error."
    assert caught.value.line == 3


@pytest.mark.parametrize("source", ["", "x = 1", "def F(x): return x", "f = 3"])
def test_file_that_defines_none_of_the_functions_is_unreadable(open_student, source):
    with pytest.raises(UnreadableSubmission) as caught:
        open_student(source)
    assert "draft.py defines none of the functions" in caught.value.what
    assert "f, g, names, pair, table" in caught.value.what
