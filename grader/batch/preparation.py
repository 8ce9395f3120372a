"""The jobs of a class that have to be graded; what an earlier batch finished is not made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from grader.batch.intake.entries import Entry
from grader.batch.jobs.job import Job, prepare_job, provenance_of
from grader.batch.results.results_folder import Results
from grader.batch.results.summary import Summary
from grader.model import Exercise


class Preparation:
    """Makes jobs of what was found."""

    def __init__(
        self,
        exercises: Mapping[str, Exercise],
        seeds: Mapping[str, int],
        *,
        unsafe: bool,
        lines: bool,
    ) -> None:
        """`exercises` and `seeds` are by the exercise's name."""
        self._exercises = exercises
        self._provenances = {
            name: provenance_of(exercise, seeds[name]) for name, exercise in exercises.items()
        }
        self._unsafe = unsafe
        self._lines = lines

    def jobs(self, entries: Sequence[Entry]) -> Iterator[Job]:
        """The job of each entry, whose files are read when it is asked for."""
        for entry in entries:
            name = entry.exercise
            exercise, provenance = self._exercises[name], self._provenances[name]
            job = prepare_job(entry, exercise, provenance, unsafe=self._unsafe)
            yield replace(job, lines=self._lines)

    def unfinished(
        self, entries: Sequence[Entry], results: Results, summary: Summary
    ) -> list[Entry]:
        """The entries that have no report yet; the reports of the others are in the summary."""
        finished = set()
        for job in self.jobs(entries):
            report = results.finished(job)
            if report is not None:
                summary.add(job.entry, report)
                finished.add((job.entry.student, job.entry.exercise))
        return [one for one in entries if (one.student, one.exercise) not in finished]
