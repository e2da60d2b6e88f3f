"""Dossiers of true values, and the errors that are seeded into them one at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from core.page import Box
from core.text import fold
from pipeline.extract.candidates import Candidate
from pipeline.extract.numbers import tax_code_is_valid
from pipeline.reference import Reference
from samples.amounts import in_words
from samples.cases import Case, new_case
from samples.kinds import WRITERS
from samples.people import name_of

Value = str | int
Papers = Mapping[str, Mapping[str, Candidate]]
"""Fields by kind of paper."""
_ISSUED = ("decision", "letter", "submission", "appointment")
_CONFIDENCE = 0.95
_NOWHERE = Box(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One way in which a value goes wrong, and where the warning belongs."""

    name: str
    papers: tuple[str, ...]
    field: str
    change: Callable[[Value, Case, Random], Value]
    warned: tuple[str, ...]
    """Fields any of which should be warned of."""


def true_papers(case: Case, reference: Reference, rng: Random) -> Papers:
    """The values of a receipt, an application, a control slip and an issued paper, with what desks add."""
    kinds = ("receipt", "application", "control_slip", rng.choice(_ISSUED))
    papers = {kind: _fields(WRITERS[kind](case, rng).fields) for kind in kinds}
    papers["application"] = {
        name: replace(one, value=_misread(str(one.value), rng)) if name == "applicant_name" else one
        for name, one in papers["application"].items()
    }
    receipt = dict(papers["receipt"])
    procedure = reference.procedure(case.procedure.code)
    if procedure is not None:
        receipt |= _fields({"sector": procedure.sector})
    if case.procedure.fee:
        receipt |= _fields({"fee_words": in_words(case.procedure.fee)})
    receipt |= _fields({"tax_code": tax_code(rng), "result_date": case.due_at.date().isoformat()})
    receipt["dossier_code"] = replace(receipt["dossier_code"], source="code")
    papers["receipt"] = receipt
    return papers


def with_mistake(papers: Papers, mistake: Mistake, case: Case, rng: Random) -> Papers | None:
    """`papers` with one value changed; None where none of them has that field."""
    for kind in mistake.papers:
        found = papers.get(kind, {}).get(mistake.field)
        if found is not None and isinstance(found.value, str | int):
            changed = replace(found, value=mistake.change(found.value, case, rng))
            return {**papers, kind: {**papers[kind], mistake.field: changed}}
    return None


def tax_code(rng: Random) -> str:
    """An invented tax code whose check digit fits."""
    while True:
        code = f"23{rng.randint(10**7, 10**8 - 1)}"[:10]
        if tax_code_is_valid(code):
            return code


def _fields(values: Mapping[str, object]) -> dict[str, Candidate]:
    return {
        name: Candidate(name, value, str(value), _CONFIDENCE, "label", 1, _NOWHERE)
        for name, value in values.items()
        if isinstance(value, str | int)
    }


def _misread(name: str, rng: Random) -> str:
    """As reading may spoil a name: in capitals, without a mark, or as it is."""
    return rng.choice((name, name.upper(), fold(name)))


def _days_off(fewest: int, most: int) -> Callable[[Value, Case, Random], Value]:
    def moved(value: Value, _: Case, rng: Random) -> Value:
        day = date.fromisoformat(str(value)[:10])
        other = day + timedelta(days=rng.choice((-1, 1)) * rng.randint(fewest, most))
        return other.isoformat() + str(value)[10:]

    return moved


def _digit(first: int, last: int) -> Callable[[Value, Case, Random], Value]:
    """One digit between two positions becomes another."""

    def changed(value: Value, _: Case, rng: Random) -> Value:
        text = str(value)
        at = rng.choice([at for at in range(first, min(last, len(text))) if text[at].isdigit()])
        digit = rng.choice([one for one in "0123456789" if one != text[at]])
        return text[:at] + digit + text[at + 1 :]

    return changed


def _first_figure(value: Value, _: Case, rng: Random) -> Value:
    """Unchanged where nothing is paid: no words stand beside it."""
    if not value:
        return value
    figure = rng.choice([one for one in "123456789" if one != str(value)[0]])
    return int(figure + str(value)[1:])


def _other_letters(value: Value, _: Case, rng: Random) -> Value:
    number, symbol = str(value).split("/", 1)
    parts = symbol.split("-")
    letters = [one for one in ("STP", "SXD", "SYT", "SCT", "SNV", "UBND") if one not in parts]
    agency = 1 if len(parts) > 1 and parts[0] in ("QĐ", "TTr", "BC") else 0
    return f"{number}/{'-'.join([*parts[:agency], rng.choice(letters)])}"


def _other_sector(value: Value, case: Case, rng: Random) -> Value:
    sectors = ("Hộ tịch", "Đất đai", "Hoạt động xây dựng", "Giấy phép lái xe", "Quản lý thuế")
    return rng.choice([one for one in sectors if one not in (value, case.procedure.sector)])


def _other_procedure(_: Value, case: Case, rng: Random) -> Value:
    while (other := new_case(rng).procedure).code == case.procedure.code:
        pass
    return other.code


def _before_reception(_: Value, case: Case, rng: Random) -> Value:
    return (case.today - timedelta(days=rng.randint(1, 60))).isoformat()


MISTAKES: tuple[Mistake, ...] = (
    Mistake("due date off by 4 to 20 days", ("receipt",), "due_at", _days_off(4, 20), ("due_at",)),
    Mistake("due date off by one day", ("receipt",), "due_at", _days_off(1, 1), ("due_at",)),
    Mistake("reception off by 1 to 30 days", ("receipt",), "received_at", _days_off(1, 30), ("received_at",)),
    Mistake("result before reception", ("receipt",), "result_date", _before_reception, ("result_date",)),
    Mistake("digit of a tax code", ("receipt",), "tax_code", _digit(0, 10), ("tax_code",)),
    Mistake("letters of another agency", _ISSUED, "document_number", _other_letters, ("document_number",)),
    Mistake(
        "code of another procedure",
        ("receipt",),
        "procedure_code",
        _other_procedure,
        ("procedure_code", "procedure_name", "sector"),
    ),
    Mistake("sector of another procedure", ("receipt",), "sector", _other_sector, ("sector",)),
    Mistake("first figure of the fee", ("receipt",), "fee", _first_figure, ("fee", "fee_words")),
    Mistake(
        "digit of the printed code", ("control_slip",), "dossier_code", _digit(17, 25), ("dossier_code",)
    ),
    Mistake(
        "another person's name",
        ("control_slip",),
        "applicant_name",
        lambda _, __, rng: name_of(rng, rng.choice(("Nam", "Nữ"))),
        ("applicant_name",),
    ),
    Mistake("digit 7 to 12 of a number", ("application",), "national_id", _digit(6, 12), ("national_id",)),
    Mistake(
        "year of birth",
        ("application",),
        "date_of_birth",
        _digit(2, 4),
        ("date_of_birth", "national_id"),
    ),
    Mistake(
        "gender",
        ("application",),
        "gender",
        lambda value, _, __: "Nam" if value == "Nữ" else "Nữ",
        ("gender",),
    ),
)
