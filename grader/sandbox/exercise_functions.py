"""The functions of an exercise as checks call them: our own here, a student's through a worker."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType, ModuleType
from typing import Any

import torch

from grader.model import Exercise
from grader.sandbox import wire
from grader.sandbox import worker as in_process
from grader.sandbox.call import Call, Observation
from grader.sandbox.failures import NotWritten, StudentRaised, WrongValue
from grader.sandbox.values import Parsed, gradient_kept, parse_value

SOURCES = "__sources__"  # where a module of ours has its texts
MAX_COMPILED = 64  # of these, of which the code is kept


class ExerciseFunctions:
    """The functions of an exercise, whoever wrote them: `functions.tanh_derivative(x)`."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise

    def __getattr__(self, name: str) -> Callable[..., Parsed]:
        if name.startswith("_") or name not in self.exercise.functions:
            raise AttributeError(f"{self.exercise.name} has no function {name}")

        def call(*arguments: Any, **keywords: Any) -> Parsed:
            return self._accepted(self.observe_call(Call(name, arguments, keywords))).value

        return call

    def observe(
        self, name: str, *arguments: Any, gradient: torch.Tensor | None = None, **keywords: Any
    ) -> Observation:
        """Call `name` and give everything that can be seen of the call.

        Raises:
            CheckFailed: the call gives no acceptable value.
        """
        call = Call(name, arguments, keywords, gradient)
        return self._accepted(self.observe_call(call, arguments_back=True))

    def _accepted(self, observation: Observation) -> Observation:
        if observation.failure is not None:
            raise observation.failure
        return observation

    def observe_call(self, call: Call, *, arguments_back: bool = False) -> Observation:
        """Make the call; a failure is part of the observation, not raised."""
        raise NotImplementedError

    def parameters_of(self, function: str) -> tuple[str, ...]:  # noqa: ARG002
        """The names of the positional parameters of a function; none where they are not known."""
        return ()

    def _observation(self, function: str, reply: list[Any]) -> Observation:
        raw, arguments, gradient = reply
        failure, value, returns = None, None, self.exercise.functions[function]
        try:
            value = parse_value(raw, returns, function)
        except WrongValue as wrong:
            failure = wrong
        return Observation(value, arguments, gradient_kept(raw, returns), gradient, failure)


class LocalFunctions(ExerciseFunctions):
    """ExerciseFunctions of our own, the reference or a mistake, called in this process."""

    def __init__(self, exercise: Exercise, module: ModuleType) -> None:
        super().__init__(exercise)
        self.module = module

    def parameters_of(self, function: str) -> tuple[str, ...]:
        """The names of the parameters of a function."""
        own = getattr(self.module, function, None)
        return tuple(inspect.signature(own).parameters) if own is not None else ()

    def observe_call(self, call: Call, *, arguments_back: bool = False) -> Observation:  # noqa: ARG002
        """Make the call on copies of the arguments; generators advance as in any call."""
        own = call.copy()
        try:
            function = getattr(self.module, call.function)
            with warnings.catch_warnings(action="ignore"):  # a mistake may well be warned about
                value, gradient = in_process.perform(
                    function, own.arguments, own.keywords, call.vjp_of
                )
        except NotImplementedError as error:
            unwritten = NotWritten(call.function, str(error), None)
            return Observation(None, None, False, None, unwritten)
        except Exception as error:
            raised = StudentRaised(call.function, in_process.kind_of(error), str(error), None)
            return Observation(None, None, False, None, raised)
        for passed, used in zip(call.generators, own.generators, strict=True):
            passed.set_state(used.get_state())
        # Over the wire and back, so that both sides see a value in the same way.
        plain = wire.decode(wire.frame(value)[4:])
        return self._observation(call.function, [plain, own.arguments, gradient])

    def _accepted(self, observation: Observation) -> Observation:
        if observation.failure is not None:  # in a check this is our fault, not the student's
            raise RuntimeError(f"the reference fails: {observation.failure}")
        return observation


def load_module(name: str, sources: Mapping[str, str]) -> ModuleType:
    """Run sources of our own, one on top of the other, as one module.

    `sources` maps the name to show in a traceback to the text.
    """
    module = ModuleType(name)
    vars(module)[SOURCES] = tuple(sources.values())
    for file_name, source in sources.items():
        exec(_compiled(source, file_name), module.__dict__)
    return module


def texts_of(functions: ExerciseFunctions) -> tuple[str, ...] | None:
    """The sources that functions of our own come from; None where that is not known."""
    return vars(functions.module).get(SOURCES) if isinstance(functions, LocalFunctions) else None


@lru_cache(MAX_COMPILED)  # the reference stands under every mistake
def _compiled(source: str, file_name: str) -> CodeType:
    return compile(source, file_name, "exec", dont_inherit=True)
