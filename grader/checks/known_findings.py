"""Tells what checks found on the same replies of earlier submissions.

A check is a function of the replies it gets, so what it asks and finds is kept in a trie: each
node is named by a digest of all that was replied on the way there. Where the way is new, the check
runs, and hears from a log what was asked already. Nothing that was stopped, that hit a limit or
that changed its mind is kept; now and then the check runs all the same, and must agree.
"""

from __future__ import annotations

import random
import time
from typing import Any

import numpy as np
import torch

from grader.checks import kept
from grader.checks.check_run import CheckRun
from grader.checks.finding_copies import (
    Finding,
    digest,
    finding_of,
    is_same,
    observation_digest,
    run_of,
)
from grader.sandbox.call import Observation
from grader.sandbox.failures import StudentStopped
from grader.sandbox.reply_log import Asked, LogFull, ReplyLog
from grader.sandbox.student import Student

JUDGED_AGAIN = 50  # of so many findings that are known, one
DIFFERS = "the check found something else on the same replies: a fault of the grader"
KINDS_BYTES = 200  # of a request beside its frame
UNFIT = "asks something else on the same replies"
Entry = tuple[bytes, Any, int]  # as it is put among what is kept


class KnownFindings:
    """The findings that one student's replies lead to."""

    hits = 0  # of this process

    def __init__(self, student: Student, facts: bytes, *, with_texts: bool) -> None:
        """`facts` names all that findings follow from, beside the replies.

        `with_texts`: the checks may look at what an exception says.
        """
        self._student = student
        self._facts = digest(facts, _facts_of(student))
        self._with_texts = with_texts
        self._check = ""
        self._log = ReplyLog()
        self._root = self._state = self._random = b""
        self._known = 0  # replies that led to the state
        self._expected: CheckRun | None = None
        self._new: list[Entry] = []

    # ------------------------------------------------------------------------ asking

    def recall(self, check: str) -> CheckRun | None:
        """The run of a check, if it was found before; else None, and the check hears what was said.

        The check then runs, and `learn` is told what it found.
        """
        if check == self._check:
            return None
        start = time.perf_counter()
        self._begin(check)
        try:
            with self._student.logged():
                finding = self._walk()
        except (StudentStopped, LogFull):  # the check finds that out, too
            finding, self._state = None, b""
        self._known = len(self._log.said)
        if finding is None:
            self._log.replay()
            return None
        run = run_of(finding, self._log.said, time.perf_counter() - start)
        KnownFindings.hits += 1
        if KnownFindings.hits % JUDGED_AGAIN == 0:
            self._expected = run
            self._log.replay()
            return None
        self.close()
        return run

    def _begin(self, check: str) -> None:
        self._check, self._expected = check, None
        self._log = ReplyLog(self._digest)
        self._student.keep_log(self._log)
        self._random = random_state()
        self._root = self._state = digest(self._facts, check.encode(), self._random)

    def _digest(self, observation: Observation) -> bytes | None:
        return observation_digest(observation, with_texts=self._with_texts)

    def _walk(self) -> Finding | None:
        """Ask what was asked before on the same replies, up to the finding or to a new way."""
        while True:
            node: object = kept.KEPT.get(self._state)
            if isinstance(node, Finding):
                return node
            request: Asked | None = kept.KEPT.get(node) if isinstance(node, bytes) else None
            if request is None:
                return None
            self._state = self._after(request, self._student.ask(request))

    def _after(self, asked: Asked, reply: bytes) -> bytes:
        """The node after a reply; it has no name where the reply has none."""
        as_it_came = digest(b"as it came", self._state, reply)
        state: bytes | None = kept.KEPT.get(as_it_came)
        if state is not None:
            self._student.passed_over(asked, reply)
            return state
        observation = self._student.heard(asked, reply)
        understood = self._log.said[-1].digest
        if understood is None:
            return b""
        state = digest(self._state, understood)
        if observation.failure is None and kept.KEPT.get(state) is not None:
            kept.KEPT.put(as_it_came, state, len(state))
        return state

    # ------------------------------------------------------------------------ keeping

    def learn(self, run: CheckRun, *, is_certain: bool) -> CheckRun:
        """The run of the check that was last asked for; it will be kept if `is_certain`.

        Where another one is known, that is a fault of ours, and the run given says so.
        """
        if self._expected is not None and not is_same(run, self._expected):
            run = CheckRun("broken", None, DIFFERS, seconds=run.seconds)
        elif self._log.has_strayed:
            kept.KEPT.put(self._root, UNFIT, len(UNFIT))
        elif self._expected is None and is_certain and self._is_whole():
            self._take_down(run)
        self.close()
        return run

    def _is_whole(self) -> bool:
        log = self._log
        return (
            bool(self._state)
            and log.is_whole
            and log.is_heard
            and log.stopped is None
            and kept.KEPT.get(self._root) is not UNFIT
            and self._random == random_state()
        )

    def _take_down(self, run: CheckRun) -> None:
        """Put the new part of the way to a run, and its end, among what is to be kept."""
        finding = finding_of(run, self._log.said)
        ahead = self._log.said[self._known :]
        if finding is None or not all(one.digest for one in ahead):
            return
        state = self._state
        for asked, _, understood, _ in ahead:
            name = digest(asked.frame)
            self._new.append((name, asked, len(asked.frame) + KINDS_BYTES))
            self._new.append((state, name, len(name)))
            state = digest(state, understood or b"")
        self._new.append((state, finding, finding.size))

    def close(self) -> None:
        """Note no replies any more."""
        self._check = ""
        self._student.keep_log(None)

    def keep(self) -> None:
        """Keep for later submissions what was learned."""
        for key, content, size in self._new:
            kept.KEPT.put(key, content, size)
        self._new = []


def _facts_of(student: Student) -> bytes:
    """Everything that a check may read of a submission beside its replies."""
    defined = tuple(map(student.defines, student.exercise.functions))
    file = "" if all(defined) else student.submission.path.name  # named where one is missing
    return repr((defined, file)).encode()


def random_state() -> bytes:
    """A short name of where the generators of this process are."""
    name, keys, *rest = np.random.get_state(legacy=True)
    others = f"{hash(random.getstate())} {name} {rest}".encode()
    return digest(torch.get_rng_state().numpy().tobytes(), np.asarray(keys).tobytes(), others)
