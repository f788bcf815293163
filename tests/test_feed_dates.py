"""Dates in feeds: each form that was seen, any that is like it, and none out of the clock."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.base import months
from transforms.base.zones import AMBIGUOUS
from transforms.read.feed.dates import parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sat, 07 Sep 2002 00:00:01 GMT", datetime(2002, 9, 7, 0, 0, 1, tzinfo=UTC)),
        ("Sat, 07 Sep 2002 00:00:01 EST", datetime(2002, 9, 7, 5, 0, 1, tzinfo=UTC)),
        ("07 Sep 02 10:00 +0200", datetime(2002, 9, 7, 8, tzinfo=UTC)),
        ("Sat, 07 Sep 2002 00:00:01 +0200 (CEST)", datetime(2002, 9, 6, 22, 0, 1, tzinfo=UTC)),
        ("2002-09-07", datetime(2002, 9, 7, tzinfo=UTC)),
        ("20020907T100000Z", datetime(2002, 9, 7, 10, tzinfo=UTC)),
        ("2002-09-07 10:00:00", datetime(2002, 9, 7, 10, tzinfo=UTC)),
        ("2002-09-07T10:00:00.5-01:30", datetime(2002, 9, 7, 11, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("1970-01-01T01:00:00+01:00", None),
        ("1970-01-01T00:00:01Z", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("2002-02-30", None),
        ("Sat, 32 Foo 2002 00:00:01 GMT", None),
        ("10:30", None),
        ("--12-25", None),
        ("yesterday", None),
        ("1" * 5000, None),
        ("٢٠٢٠-01-01T99:99:99", None),
        ("", None),
        (None, None),
        (3, None),
    ],
)
def test_dates(text: object, expected: datetime | None) -> None:
    assert parse_date(text) == expected


AT = datetime(2024, 3, 6, 15, 7, 41, tzinfo=UTC)
MINUTE = AT.replace(second=0)
DAY = datetime(2024, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Twelve hours.
        ("Wed, Mar 06 2024 03:07:41 PM", AT),
        ("Wed, 06 Mar 2024 3:07:41 PM EST", AT + timedelta(hours=5)),
        ("Wednesday, March 6, 2024 - 3:07pm", MINUTE),
        ("Mar 6, 2024, 3:07 p.m. ET", MINUTE + timedelta(hours=5)),
        ("12:00 AM - 6 March 2024", DAY),
        ("Wed, 06 Mar 2024 12:07:41 PM GMT", AT - timedelta(hours=3)),
        ("2024-03-06 오후 3:07", MINUTE),
        # Zones by name, offset, place.
        ("Wed, 06 Mar 2024 15:07:41 CET", AT - timedelta(hours=1)),
        ("Wed, 06 Mar 2024 15:07:41 AEDT", AT - timedelta(hours=11)),
        ("Wed, 06 Mar 2024 15:07:41 MSK", AT - timedelta(hours=3)),
        ("Wed, 06 Mar 2024 15:07:41 America/New_York", AT + timedelta(hours=5)),
        ("Sat, 06 Jul 2024 15:07:41 America/New_York", datetime(2024, 7, 6, 19, 7, 41, tzinfo=UTC)),
        ("Wed, 06 Mar 2024 15:07:41 UTC+2", AT - timedelta(hours=2)),
        ("Wed, 06 Mar 2024 15:07:41 GMT+1", AT - timedelta(hours=1)),
        ("2024-03-06T15:07:41-05:00Z", AT + timedelta(hours=5)),
        ("2024-03-06 15:07:41 EST", AT + timedelta(hours=5)),
        ("Wed Mar 06 2024 15:07:41 GMT+0100 (CET)", AT - timedelta(hours=1)),
        ("Wed, 06 Mar 2024 15:07:41 (CET)", AT - timedelta(hours=1)),
        ("15:07 CET, 6 March 2024", MINUTE - timedelta(hours=1)),
        ("Wed, 06 Mar 2024 15:07:41 -0000", AT),
        ("Wed, 06 Mar 2024 15:07:41 +9999", None),
        ("Wed, 06 Mar 2024 15:07:41 XQZ", None),
        # Spaces, ordinals, dots, slashes.
        ("Wed,06 Mar 2024 15:07:41 +0530", AT - timedelta(hours=5, minutes=30)),
        ("Wed, 6th March 2024 15:07:41", AT),
        ("March 6th, 2024", DAY),
        ("06.03.2024 15:07", MINUTE),
        ("6.3.2024, 15.07 Uhr", MINUTE),
        ("Wed, 06 Mar 2024 15.07.41 +0100", AT - timedelta(hours=1)),
        ("2024/3/6 15:07:41", AT),
        ("3/16/2024 15:07", MINUTE + timedelta(days=10)),
        ("16/3/2024 15:07", MINUTE + timedelta(days=10)),
        ("3/6/2024 3:07:41 PM", AT),
        ("3/6/2024 15:07", None),
        ("06-Mar-2024 15:07:41", AT),
        ("2024年3月6日 15:07", MINUTE),
        # Names in other languages.
        ("Mi, 06 März 2024 15:07:41 +0100", AT - timedelta(hours=1)),
        ("Mi, 06 Mrz 2024 15:07:41 +0100", AT - timedelta(hours=1)),
        ("mer., 06 mars 2024 15:07:41 +0000", AT),
        ("ven., 16 févr. 2024 15:09:58 +0000", datetime(2024, 2, 16, 15, 9, 58, tzinfo=UTC)),
        ("Mié, 06 Mar 2024 15:07:41 +0100", AT - timedelta(hours=1)),
        ("6 de enero de 2024 15:07", datetime(2024, 1, 6, 15, 7, tzinfo=UTC)),
        ("quarta-feira, 6 de março de 2024 às 15h07", MINUTE),
        ("Ср, 06 мар 2024 15:07:41 +0300", AT - timedelta(hours=3)),
        ("5 listopada 2024", None),
        # Glued, labelled, bracketed, as systems write them.
        ("Wed, 06Mar2024 15:07:41 + 0100", AT - timedelta(hours=1)),
        ("06/Mar/2024:15:07:41 +0000", AT),
        ("Published: March 6, 2024", DAY),
        ("2024-03-06T15:07:41[Europe/Berlin]", AT - timedelta(hours=1)),
        ("2024-03-06T15:07:41+02:00[Europe/Berlin]", AT - timedelta(hours=2)),
        ("Wed, 06 Mar 2024 15:07:41 US/Eastern", AT + timedelta(hours=5)),
        ("March 6, 2024 3:07 PM Eastern Standard Time", MINUTE + timedelta(hours=5)),
        ("Wed, 06 Mar 2024 15:07:41 HNE", AT + timedelta(hours=5)),
        ("2024-03-06 15:07:41 XQZ", None),
        ("Wed, 30 Nov -0001 00:00:00 +0000", None),
        # Seconds.
        ("@1709737661", AT),
        ("/Date(1709737661000)/", AT),
        ("1709737661000000", AT),
        ("1709737661", AT),
        ("1709737661000", AT),
        ("20240306150741", AT),
        ("Wed, 06 Mar 2024 24:00:00 GMT", DAY + timedelta(days=1)),
        ("Wed, 06 Mar 2024 23:59:60 GMT", datetime(2024, 3, 6, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_dates_as_feeds_write_them(text: str, expected: datetime | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("6. Jänner 2024", "de", datetime(2024, 1, 6, tzinfo=UTC)),
        ("6 de setiembre de 2024, 15:07 h", "es", datetime(2024, 9, 6, 15, 7, tzinfo=UTC)),
        ("06/mar/2024 15h07", "pt", MINUTE),
        ("woensdag 6 maart 2024 om 15:07 uur", "nl", MINUTE),
        ("6 marca 2024, godz. 15:07", "pl", MINUTE),
        ("6 марта 2024 года в 15:07", "ru", MINUTE),
        ("6 марта 2024, 15:07 (мск)", "ru", MINUTE - timedelta(hours=3)),
        ("onsdag 6. mars 2024 klokken 15:07", "nb", MINUTE),
        ("6 Mart 2024 Çarşamba, 15:07", "tr", MINUTE),
        ("2024. március 6., szerda 15:07", "hu", MINUTE),
        ("6 martie 2024, ora 15:07", "ro", MINUTE),
        ("2024年3月6日(水) 午後3時7分", "ja", MINUTE),
        ("水, 06 3月 2024 15:07:41 +0900", "ja", AT - timedelta(hours=9)),
        ("星期三, 06 三月 2024 15:07:41 +0800", "zh", AT - timedelta(hours=8)),
        ("週三, 06 十二月 2023 15:07:41", "zh", datetime(2023, 12, 6, 15, 7, 41, tzinfo=UTC)),
        ("2024年3月6日 星期三 15:07 北京时间", "zh", MINUTE - timedelta(hours=8)),
        ("2024년 3월 6일(수) 오후 3시 7분", "ko", MINUTE),
        ("الأربعاء، 6 آذار 2024 - 03:07 م", "ar", MINUTE),
        ("6 tháng 3, 2024", "vi", DAY),
        ("6 มี.ค. 2567 15:07", "th", MINUTE),
        ("6 मार्च 2024 15:07", "hi", MINUTE),
        ("יום רביעי, 6 במרץ 2024 15:07", "he", MINUTE),
        ("Mi, 06 Dez 2023 15:07:41", "en", datetime(2023, 12, 6, 15, 7, 41, tzinfo=UTC)),
    ],
)
def test_dates_in_the_words_of_a_language(text: str, language: str, expected: datetime) -> None:
    assert parse_date(text, language) == expected


def test_the_feed_tells_what_a_date_means() -> None:
    assert parse_date("5 listopada 2024", "pl") == datetime(2024, 11, 5, tzinfo=UTC)
    assert parse_date("5. listopada 2024.", "hr") == datetime(2024, 10, 5, tzinfo=UTC)
    assert parse_date("3/6/2024", "en", "US") == DAY
    assert parse_date("3/6/2024", "fr") == parse_date("3/6/2024", "en", "GB") == datetime(2024, 6, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "name", "hours"),
    [(c or None, name, hours) for name, places in AMBIGUOUS.items() for c, hours in places.items()],
)
def test_a_zone_with_two_meanings_is_read_by_the_country(country: str | None, name: str, hours: float) -> None:
    assert parse_date(f"Wed, 06 Mar 2024 15:07:41 {name}", None, country) == AT - timedelta(hours=hours)


FORMS = st.sampled_from(
    [
        "%a, %d %b %Y %H:%M:%S",
        "%A, %d %B %Y %H:%M:%S",
        "%a,%d %b %Y %H:%M:%S",
        "%a, %b %d %Y %I:%M:%S %p",
        "%A, %B %d, %Y - %I:%M:%S%p",
        "%B %dth, %Y, %I:%M:%S %p",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y%m%d%H%M%S",
        "%d.%m.%Y %H:%M:%S",
        "%d.%m.%Y, %H.%M.%S",
        "%d-%b-%Y %H:%M:%S",
        "%H:%M:%S, %d %B %Y",
        "%b %d, %Y %H:%M:%S",
        "%Y年%m月%d日 %H:%M:%S",
    ]
)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda time: time.replace(microsecond=0))
OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))


@given(MOMENTS, FORMS)
def test_any_moment_in_any_form(moment: datetime, form: str) -> None:
    assert parse_date(moment.strftime(form)) == moment.replace(tzinfo=UTC)


@given(MOMENTS, OFFSETS, FORMS.filter(lambda form: not form.startswith("%H")), st.sampled_from(["%z", " %z", " GMT%z"]))
def test_any_offset(moment: datetime, offset: timedelta, form: str, mark: str) -> None:
    text = moment.strftime(form) + datetime.strftime(moment.replace(tzinfo=timezone(offset)), mark)
    assert parse_date(text) == (moment - offset).replace(tzinfo=UTC)


@given(st.text(max_size=60) | st.from_regex(r"[0-9A-Za-z:,./ +-]{1,40}", fullmatch=True))
def test_any_text_is_a_date_in_utc_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC


def test_dates_depend_on_no_clock_and_no_time_zone() -> None:
    code = (
        "from transforms.read.feed.dates import parse_date\n"
        "for t in ('03-12-31', '10:30', '-02', '2020-03-29T02:30:00', '20200329T023000', 'Sun Mar 29 02:30:00 2020'):\n"
        "    print(parse_date(t))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
        ).stdout
        for zone in ("UTC", "Europe/Berlin", "America/New_York")
    }
    assert len(outputs) == 1
    assert datetime.now(UTC).strftime("%Y-%m") not in outputs.pop()


@pytest.mark.parametrize(("length", "is_read"), [(99, True), (100, True), (101, False)])
def test_a_date_has_at_most_100_characters(length: int, is_read: bool) -> None:
    assert (parse_date("2024-03-05".ljust(length)) is not None) == is_read


@pytest.mark.parametrize(("year", "meant"), [("00", 2000), ("49", 2049), ("50", 1950), ("99", 1999)])
def test_a_year_of_two_digits_is_of_1950_to_2049(year: str, meant: int) -> None:
    """RFC 5322, section 4.3."""
    assert parse_date(f"Tue, 5 Mar {year} 10:00:00 GMT") == datetime(meant, 3, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "country", "day"),
    [
        ("3/12/2024", "FR", (2024, 12, 3)),
        ("3/12/2024", "US", (2024, 3, 12)),
        ("3/12/2024", None, None),
        ("3/13/2024", "FR", (2024, 3, 13)),
        ("12/3/2024", "FR", (2024, 3, 12)),
        ("13/3/2024", "US", (2024, 3, 13)),
        ("12/12/2024", None, (2024, 12, 12)),
    ],
)
def test_a_number_above_12_is_the_day_and_else_the_country_tells(
    text: str, country: str | None, day: tuple[int, int, int] | None
) -> None:
    assert parse_date(text, "en", country) == (datetime(*day, tzinfo=UTC) if day else None)


def test_the_table_of_months_is_what_the_installed_locales_say() -> None:
    stored = files("transforms.base").joinpath("months.tsv").read_text("utf8")
    assert stored == months.table(), "make it again: python -m transforms.base.months > transforms/base/months.tsv"


def test_names_of_months_do_not_depend_on_the_languages_that_were_read_before() -> None:
    """In a process of its own: what Babel has loaded stays loaded."""
    code = "from transforms.base.months import month; month(['noyabr'], 'az'); print(month(['noyabr'], 'he'))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "None", "the Hebrew names have Azerbaijani ones among them"
