"""Cross-checks between fields: each disagreement is a plain warning at the field a person must look at."""

from dataclasses import replace

from pipeline.extract.candidates import Candidate
from pipeline.extract.checks.money import MONEY_CHECKS
from pipeline.extract.checks.person import PERSON_CHECKS
from pipeline.extract.checks.procedure import PROCEDURE_CHECKS
from pipeline.extract.checks.reading import Check, Values
from pipeline.extract.checks.signature import confirmed_by_signature
from pipeline.extract.checks.symbol import SYMBOL_CHECKS, named_by_title
from pipeline.extract.checks.terms import TERM_CHECKS
from pipeline.extract.lexicon import Lexicon

__all__ = ["CHECKS", "DOUBT", "check", "confirmed_by_signature", "named_by_title"]

DOUBT = 0.75
"""What a warning leaves of a field's confidence."""

CHECKS: tuple[Check, ...] = (
    *TERM_CHECKS,
    *PROCEDURE_CHECKS,
    *PERSON_CHECKS,
    *SYMBOL_CHECKS,
    *MONEY_CHECKS,
)


def check(fields: Values, lexicon: Lexicon) -> dict[str, Candidate]:
    """The fields with warnings added where they contradict each other."""
    checked = dict(fields)
    for one in CHECKS:
        for name, warning in one(fields, lexicon):
            field = checked[name]
            if warning not in field.warnings:
                checked[name] = replace(
                    field, warnings=(*field.warnings, warning), confidence=field.confidence * DOUBT
                )
    return checked
