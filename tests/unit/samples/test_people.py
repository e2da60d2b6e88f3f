"""Invented people agree with themselves and with the date."""

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from samples.dates import ONE_LEVEL, add_working_days, is_working_day
from samples.people import FEMALE, department_names, person

DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@given(st.integers(0, 10**6), DAYS)
def test_personal_number_fits_birth_and_gender(seed: int, today: date) -> None:
    someone = person(Random(seed), today)
    assert len(someone.national_id) == 12
    assert int(someone.national_id[4:6]) == someone.born.year % 100
    assert int(someone.national_id[3]) == (someone.born.year // 100 - 19) * 2 + (someone.gender == FEMALE)
    assert 18 * 365 <= (today - someone.born).days <= 80 * 366


@given(st.integers(0, 10**6), DAYS)
def test_address_has_a_district_only_before_the_merger(seed: int, today: date) -> None:
    home = person(Random(seed), today).address
    assert (home.district is None) == (today >= ONE_LEVEL)
    assert home.text.endswith("tỉnh Bắc Ninh")


@given(DAYS, st.integers(1, 30))
def test_working_days_end_on_a_working_day(day: date, count: int) -> None:
    due = add_working_days(day, count)
    assert is_working_day(due)
    assert (due - day).days >= count


def test_departments_follow_the_mergers() -> None:
    assert "Sở Giao thông vận tải" in department_names(date(2025, 2, 28))
    assert "Sở Giao thông vận tải" not in department_names(date(2025, 3, 1))
    assert "Sở Dân tộc và Tôn giáo" in department_names(ONE_LEVEL)
