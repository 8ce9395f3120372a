"""GitHub Classroom and Classroom 50: a folder for each repository, named after its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.batch.platforms.export_files import Export, ExportFile
from grader.batch.platforms.piece import Piece, Reading, not_named

GH_CLASSROOM = re.compile(
    r"^(?:(?P<slug>[^/]+)-submissions/)(?P=slug)-(?P<login>[A-Za-z0-9](?:-?[A-Za-z0-9])*)/(?P<path>.+)$"
)
_OUTER = re.compile(r"^(?P<both>[^/]+)_submissions_\d{4}_\d\d_\d\d_T_\d\d_\d\d_\d\d$")
_OWN = ("result.json", "results.json", "scores.csv")  # Classroom 50's own, no submission


def classroom50(both: str) -> re.Pattern[str]:
    """The names of an assignment of Classroom 50; `both` is `CLASSROOM-ASSIGNMENT`."""
    return re.compile(
        r"^(?:[^/]+_submissions_\d{4}_\d\d_\d\d_T_\d\d_\d\d_\d\d/)?"
        rf"(?P<slug>{re.escape(both)})-(?P<login>[a-z0-9](?:-?[a-z0-9])*)/(?P<path>.+)$"
    )


def read(export: Export) -> Reading:
    """Whose repository each file lies in; a roster says who the members of a team are."""
    patterns = (GH_CLASSROOM, *map(classroom50, sorted(set(_both_names(export)))))
    pieces, unnamed = [], []
    for file in export.files:
        found = match(file, export, patterns)
        if found is None:
            if file.name not in _OWN:
                unnamed.append(not_named(file, "GitHub Classroom"))
        elif found["path"] not in _OWN:
            repository = f"{found['slug']}-{found['login']}"
            login = found["login"]
            pieces.append(Piece(file, found["path"], key=repository, login=login, group=repository))
    return Reading(pieces, unnamed=unnamed)


def match(
    file: ExportFile, export: Export, patterns: tuple[re.Pattern[str], ...]
) -> re.Match[str] | None:
    """The first pattern that the path matches, perhaps below the name of the export itself."""
    paths = (file.path, f"{export.name}/{file.path}")
    tries = (pattern.match(path) for pattern in patterns for path in paths)
    return next((found for found in tries if found), None)


def _both_names(export: Export) -> Iterator[str]:
    for name in {export.name, *(file.path.split("/")[0] for file in export.files)}:
        found = _OUTER.match(name)
        if found:
            yield found["both"]
