"""Checks of days: code, reception, due date against the printed working days, result, signature."""

import re
from collections.abc import Iterator

from pipeline.extract import numbers
from pipeline.extract.checks.reading import Check, Told, Values, day_of, text_of, too_doubtful
from pipeline.extract.lexicon import Lexicon

CUT_OFF_DAYS = 1
"""What comes in after the cut-off (15:00 at most desks) counts from the next working day."""
_WORKING_DAYS = re.compile(r"(\d+) ngày làm việc")


def _code_day(fields: Values, _: Lexicon) -> Iterator[Told]:
    code, received = text_of(fields, "dossier_code"), day_of(fields, "received_at")
    if code and received:
        printed = numbers.dossier_code_day(code)
        if printed and printed != received.isoformat():
            yield "received_at", "Ngày trong mã hồ sơ khác ngày tiếp nhận."


def _due_after_received(fields: Values, _: Lexicon) -> Iterator[Told]:
    received, due = text_of(fields, "received_at"), text_of(fields, "due_at")
    if received and due and due[:10] < received[:10]:
        yield "due_at", "Ngày hẹn trả sớm hơn ngày tiếp nhận."


def _due_fits_working_days(fields: Values, lexicon: Lexicon) -> Iterator[Told]:
    """Only where the paper says working days; calendar days and hours promise no working day."""
    names = ("received_at", "due_at", "duration")
    printed = _WORKING_DAYS.fullmatch(text_of(fields, "duration") or "")
    received, due = day_of(fields, "received_at"), day_of(fields, "due_at")
    if printed is None or received is None or due is None or due < received or too_doubtful(fields, *names):
        return
    allowed = int(printed[1])
    counted = lexicon.reference.calendar.working_days(received, due)
    if counted is None:
        return
    fewest, most = counted
    same_day = 1 if allowed == 1 else 0
    if most < allowed - same_day or fewest > allowed + CUT_OFF_DAYS:
        expected = lexicon.reference.calendar.after(received, allowed)
        told = f" (dự kiến {expected:%d/%m/%Y})" if expected else ""
        yield "due_at", f"Ngày hẹn trả không khớp với thời hạn {allowed} ngày làm việc{told}."


def _result_after_received(fields: Values, _: Lexicon) -> Iterator[Told]:
    received, result = day_of(fields, "received_at"), day_of(fields, "result_date")
    if received and result and result < received and not too_doubtful(fields, "received_at", "result_date"):
        yield "result_date", "Ngày trả kết quả sớm hơn ngày tiếp nhận."


def _signed_near_issue(fields: Values, _: Lexicon) -> Iterator[Told]:
    signed, issued = day_of(fields, "signed_at"), day_of(fields, "issue_date")
    if signed and issued and abs((signed - issued).days) > 31:
        yield "issue_date", "Ngày ban hành cách xa thời gian ký số."


TERM_CHECKS: tuple[Check, ...] = (
    _code_day,
    _due_after_received,
    _due_fits_working_days,
    _result_after_received,
    _signed_near_issue,
)
