"""A handwritten date beside the time of the electronic signature."""

from dataclasses import replace

from pipeline.extract import dates
from pipeline.extract.candidates import Candidate
from pipeline.extract.checks.reading import day_of


def confirmed_by_signature(fields: dict[str, Candidate]) -> dict[str, Candidate]:
    """A handwritten date is believed when the time of the electronic signature says the same."""
    issued, signed = fields.get("issue_date"), day_of(fields, "signed_at")
    if issued is None or issued.value is not None or signed is None:
        return fields
    read = dates.find_date(issued.raw)
    if read is not None and read.value == signed.isoformat():
        known = replace(issued, value=read.value, confidence=0.85, warnings=())
        return {**fields, "issue_date": known}
    warning = f"Thời gian ký số: {signed:%d/%m/%Y}."
    return {**fields, "issue_date": replace(issued, warnings=(*issued.warnings, warning))}
