"""The facts that a platform reads besides the results: who handed in what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from grader.errors import GraderError

SUBMITTED_AT = "GRADE_SUBMITTED_AT"
# As Classroom 50 calls them where an autograder runs. Where there is no review, the commit is it.
_CLASSROOM50 = {
    "CLASSROOM": "classroom",
    "ASSIGNMENT": "assignment",
    "ASSIGNMENT_TYPE": "assignment_type",
    "OWNER": "owner",
    "SUBMISSION_TAG": "submission",
    "COMMIT_URL": "commit",
    "RELEASE_URL": "release",
    "REVIEW_URL": "review",
}
_INSTEAD = {"OWNER": "USERNAME", "REVIEW_URL": "COMMIT_URL"}


class Delivery(Struct, frozen=True):
    """One submission as the platform sees it; what it does not tell is empty.

    Attributes:
        submitted_at: when it was handed in, in UTC, such as 2026-11-22T10:30:00Z.
    """

    submitted_at: str = ""
    classroom: str = ""
    assignment: str = ""
    assignment_type: str = "individual"
    owner: str = ""
    submission: str = ""
    commit: str = ""
    release: str = ""
    review: str = ""


def read_delivery(environment: Mapping[str, str], format: str) -> Delivery:
    """The delivery that the environment describes, with all that the format asks for.

    Raises:
        GraderError: the environment lacks something, or the time is none.
    """
    facts = {
        field: environment.get(name) or environment.get(_INSTEAD.get(name, ""), "")
        for name, field in _CLASSROOM50.items()
    }
    facts["assignment_type"] = facts["assignment_type"] or "individual"
    facts["submitted_at"] = _in_utc(environment.get(SUBMITTED_AT, ""))
    if format == "classroom50":
        names = {SUBMITTED_AT: "submitted_at"} | _CLASSROOM50
        missing = [name for name, field in names.items() if not facts[field]]
        if missing:
            raise GraderError(
                f"The environment lacks {', '.join(missing)}, which Classroom 50 reads back.",
                "Run the autograder that `grade bundle classroom50` writes; it sets them.",
            )
    return Delivery(**facts)


def _in_utc(text: str) -> str:
    """A time with its offset from UTC, in UTC and whole seconds; of nothing, nothing."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise GraderError(
            f"{SUBMITTED_AT} is '{text}', which is not a time with an offset.",
            "Write it like 2026-11-22T10:30:00+00:00.",
        )
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
