"""Times as platforms write them, in several languages, and those that nobody can read for sure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.batch.platforms.roster import read_roster
from grader.batch.platforms.written_times import has_day_first, read_column, read_time
from grader.errors import GraderError

EVENING = datetime(2026, 11, 20, 23, 59)


@pytest.mark.parametrize(
    "text",
    [
        "Friday, 20 November 2026, 11:59 PM",
        "20 November 2026, 11:59 PM",
        "Friday, November 20, 2026, 11:59 PM",
        "Fri, 20 Nov 2026, 11:59 PM",
        "Freitag, 20. November 2026, 23:59",
        "20.11.2026, 23:59",
        "20. 11. 2026 23:59",
        "vendredi 20 novembre 2026, 23:59",
        "vendredi 20 novembre 2026 à 23h59",
        "viernes, 20 de noviembre de 2026, 23:59",
        "venerdì, 20 novembre 2026, 23:59",
        "sexta-feira, 20 de novembro de 2026, 23:59",
        "vrijdag, 20 november 2026, 23:59",
        "2026-11-20 23:59",
        "2026-11-20T23:59:00",
        "2026/11/20 23:59",
        "20/11/2026, 23:59",
        "11/20/2026, 11:59 PM",
    ],
)
def test_time_is_read_where_its_language_says_it_plainly(text):
    assert read_column([text]) == [EVENING]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-11-20 23:59:00 UTC", UTC),
        ("2026-11-20T23:59:00Z", UTC),
        ("2026-11-20 23:59:00 -0800", timezone(-timedelta(hours=8))),
        ("2026-11-20T23:59:00.123456+01:00", timezone(timedelta(hours=1))),
    ],
)
def test_zone_is_kept_where_it_is_written(text, zone):
    assert read_time(text, None) == EVENING.replace(tzinfo=zone)


def test_noon_and_midnight_are_those_of_the_half_day_clock():
    assert read_time("5 May 2026, 12:00 AM", None) == datetime(2026, 5, 5, 0, 0)
    assert read_time("5 May 2026, 12:30 PM", None) == datetime(2026, 5, 5, 12, 30)


def test_one_plain_time_settles_the_order_of_the_column():
    assert read_column(["11/12/2026, 23:59", "-", "13/12/2026, 08:00"]) == [
        datetime(2026, 12, 11, 23, 59), None, datetime(2026, 12, 13, 8, 0),
    ]  # fmt: skip
    assert read_column(["11/12/2026, 23:59", "11/13/2026, 08:00"])[0] == datetime(
        2026, 11, 12, 23, 59
    )
    assert read_column(["11/11/2026, 23:59"]) == [datetime(2026, 11, 11, 23, 59)]


def test_order_that_nothing_settles_is_not_guessed():
    assert has_day_first(["11/12/2026, 23:59"]) is None
    assert has_day_first(["13/12/2026, 23:59", "12/13/2026, 23:59"]) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("11/12/2026, 23:59", "can be read with the day first or with the month first"),
        ("11/12/26, 23:59", "is not a time that the grader can read"),
        ("20. listopadu 2026, 23:59", "is not a time that the grader can read"),
        ("yesterday", "is not a time that the grader can read"),
    ],
)
def test_time_that_nobody_can_read_for_sure_is_one_sentence(tmp_path, text, what):
    path = tmp_path / "worksheet.csv"
    head = "Identifier,Full name,Last modified (submission)\n"
    path.write_text(f'{head}Participant 1,Ada B,-\nParticipant 2,Bob C,"{text}"\n')
    with pytest.raises(GraderError) as caught:
        read_roster(path)
    assert caught.value.what == f"{path}, line 3: the time '{text}' {what}."
    assert caught.value.remedy.startswith("Write the times like 2026-11-20 23:59")


def test_date_that_does_not_exist_is_told_like_one_that_cannot_be_read(tmp_path):
    path = tmp_path / "worksheet.csv"
    path.write_text("login,submitted_at\nada,2026-02-30 10:00\n")
    with pytest.raises(GraderError, match="line 2: the time '2026-02-30 10:00' is not a"):
        read_roster(path)
