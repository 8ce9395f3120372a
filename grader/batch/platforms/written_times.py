"""Times as platforms write them into their lists: in the language and the zone of who downloads.

What a language says plainly is read: names of months, and dots, behind which comes the month. The
order of numbers between strokes is the same for a whole column; where no time of the column tells
which it is, nobody guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone

# The months of English, German, French, Spanish, Italian, Portuguese and Dutch.
_NAMES = (
    "january januar janvier enero gennaio janeiro januari jan jän jänner",
    "february februar février febrero febbraio fevereiro februari feb feber",
    "march märz mars marzo março maart mar",
    "april avril abril aprile apr",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho jun",
    "july juli juillet julio luglio julho jul",
    "august août agosto augustus aug",
    "september septembre septiembre settembre setembro sep sept",
    "october oktober octobre octubre ottobre outubro oct okt",
    "november novembre noviembre novembro nov",
    "december dezember décembre diciembre dicembre dezembro dec dez",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
NOTHING = ("", "-")
UNREADABLE = "is not a time that the grader can read"
_CLOCK = (
    r"(?P<h>\d{1,2})[:h.](?P<min>\d\d)(?:[:.](?P<s>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?:(?P<half>[ap])\.?\s?m\.?)?\s*(?P<zone>utc|z|[+-]\d\d:?\d\d)?"
)
_BETWEEN = r"(?:,|\s|\bat\b|\bum\b|\bà\b|\ba\s+las\b|t)*"
_DAY_OF_WEEK = r"(?:[^\W\d]+(?:-[^\W\d]+)?\.?,?\s+)?"
_FORMS = tuple(
    re.compile(f"{date}{_BETWEEN}{_CLOCK}")
    for date in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        rf"{_DAY_OF_WEEK}(?P<d>\d{{1,2}})\.?\s+(?:de\s+)?(?P<name>[^\W\d]+)\.?\s+(?:de\s+)?(?P<y>\d{{4}})",
        rf"{_DAY_OF_WEEK}(?P<name>[^\W\d]+)\.?\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}})",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})",
    )
)
_NUMBERS = re.compile(
    rf"(?P<one>\d{{1,2}})[-/](?P<other>\d{{1,2}})[-/](?P<y>\d{{4}}){_BETWEEN}{_CLOCK}"
)


def has_day_first(texts: Iterable[str]) -> bool | None:
    """The order of numbers between strokes in a column; None where no time of it tells."""
    found = [match for text in texts if (match := _NUMBERS.fullmatch(_plain(text)))]
    day_first = any(int(match["one"]) > 12 for match in found)
    month_first = any(int(match["other"]) > 12 for match in found)
    return day_first if day_first != month_first else None


def read_time(text: str, day_first: bool | None) -> datetime | None:
    """The time that is written there, without a zone where it has none; None for nothing.

    Raises:
        ValueError: it cannot be read, or in two ways.
    """
    plain = _plain(text)
    if plain in NOTHING:
        return None
    for form in _FORMS:
        if found := form.fullmatch(plain):
            parts = found.groupdict()
            month = MONTHS.get(parts["name"]) if parts.get("name") else int(parts["m"])
            if month is None:
                continue
            return _time(found, int(parts["y"]), month, int(parts["d"]))
    found = _NUMBERS.fullmatch(plain)
    if found is None:
        raise ValueError(UNREADABLE)
    if day_first is None and found["one"] != found["other"]:
        raise ValueError("can be read with the day first or with the month first")
    day, month = (int(found["one"]), int(found["other"]))
    return _time(found, int(found["y"]), *((month, day) if day_first else (day, month)))


def read_column(texts: Sequence[str]) -> list[datetime | ValueError | None]:
    """The times of a column; in the place of one that cannot be read the reason."""
    day_first = has_day_first(texts)
    times: list[datetime | ValueError | None] = []
    for text in texts:
        try:
            times.append(read_time(text, day_first))
        except ValueError as error:
            times.append(error)
    return times


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _time(found: re.Match[str], year: int, month: int, day: int) -> datetime:
    hour = int(found["h"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    clock = hour, int(found["min"]), int(found["s"] or 0)
    try:
        return datetime(year, month, day, *clock, tzinfo=_zone(found["zone"]))
    except ValueError:
        raise ValueError(UNREADABLE) from None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in ("utc", "z"):
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
