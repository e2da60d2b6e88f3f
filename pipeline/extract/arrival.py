"""The arrival stamp ĐẾN of an incoming paper: number and day, both usually filled in by pen."""

import re
from collections.abc import Iterator, Sequence

from core.model import FieldItem
from core.page import Box, Region
from pipeline.extract import dates
from pipeline.extract.candidates import Candidate
from pipeline.extract.layout import Run, joined, mean_confidence, run_of

MOST_CONFIDENCE = 0.45
"""What a pen wrote is never surer than this: a person checks it."""
HANDWRITTEN = "Dấu đến ghi tay, cần kiểm tra."
_MARK = re.compile(r"(?:^|\W)den(?:\W|$)")
_NUMBER = re.compile(r"\bs[o6]\b\s*[:.;]?\s*(?:den\s*[:.;]?\s*)?(\d{1,6})\b")


def read_arrival_stamp(page: int, regions: Sequence[Region]) -> Iterator[Candidate]:
    """Number and day of the first stamp on a page that reads ĐẾN."""
    for region in regions:
        if region.kind != "stamp":
            continue
        runs = [run_of(page, line.words) for line in region.lines if line.words]
        if runs and any(_MARK.search(run.folded) for run in runs):
            yield _stamp(page, region.box, runs)
            return


def _stamp(page: int, box: Box, runs: Sequence[Run]) -> Candidate:
    whole = joined(runs)
    number = _NUMBER.search(whole.folded)
    day = dates.find_date(whole.text)
    parts: dict[str, str] = {}
    if number:
        parts["number"] = str(int(number[1]))
    if day and day.value:
        parts["date"] = day.value
    value = (FieldItem(parts, whole.text, page, box),) if parts else None
    confidence = min(MOST_CONFIDENCE, mean_confidence(whole.words)) if parts else 0.2
    return Candidate("arrival_stamp", value, whole.text, confidence, "zone", page, box, True, (HANDWRITTEN,))
