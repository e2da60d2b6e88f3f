from core.model import DossierField, Field
from dossiers.assembly import choose_code

ONE, TWO = "000.00.01.H05-250124-0001", "000.00.01.H05-250124-0002"


def field(value: str, source: str, confidence: float = 0.95) -> Field:
    return Field("dossier_code", value, value, confidence, source)


def found(*fields: Field) -> list[DossierField]:
    return [DossierField(fields[0], "0" * 64, tuple(fields[1:]))]


def test_a_scanned_code_decides() -> None:
    assert choose_code(found(field(ONE, "code")), ()) == (ONE, ())


def test_a_scanned_code_beats_the_name_and_the_disagreement_is_a_problem() -> None:
    code, problems = choose_code(found(field(ONE, "code")), (f"{TWO}.pdf",))
    assert code == ONE
    assert [problem.code for problem in problems] == ["code_conflict"]


def test_the_name_beats_print() -> None:
    code, problems = choose_code(found(field(ONE, "label")), (f"{TWO}.pdf",))
    assert code == TWO
    assert [problem.code for problem in problems] == ["code_conflict"]


def test_two_scanned_codes_claim_none() -> None:
    code, problems = choose_code(found(field(ONE, "code"), field(TWO, "code")), ())
    assert code is None
    assert [problem.code for problem in problems] == ["several_codes"]


def test_a_doubtful_printed_code_claims_none() -> None:
    assert choose_code(found(field(ONE, "label", 0.5)), ()) == (None, ())


def test_a_printed_code_counts_when_nothing_better_is_there() -> None:
    assert choose_code(found(field(ONE, "label")), ("scan 1.pdf",)) == (ONE, ())
    assert choose_code([], ("scan 1.pdf",)) == (None, ())
