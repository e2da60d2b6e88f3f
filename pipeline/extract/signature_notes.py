"""The electronic signature note: who signed the file and when."""

import re
from collections.abc import Iterator

from pipeline.extract import dates
from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, run_of

_SIGNED = re.compile(r"thoi gian ky|ngay ky|ky ngay|signing time|date")


def read_signature_notes(view: PageView) -> Iterator[Candidate]:
    """The signing times of the notes on a page."""
    for line in view.signature_notes:
        if not line.words:
            continue
        run = run_of(view.number, line.words)
        label = _SIGNED.search(run.folded)
        if label is None:
            continue
        day = dates.find_date(run.text[label.end() :])
        if day is None or day.value is None:
            continue
        clock = dates.find_clock(run.text[label.end() + day.end :])
        value = dates.as_instant(day.value, clock[0] if clock else None)
        yield candidate("signed_at", run, Parsed(value, 0.98, label.start()), "text_layer", 0.98)
