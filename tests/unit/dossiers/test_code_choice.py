from core.model import Arrangement, Document, DossierField, Field, Problem, Split
from dossiers.assembly import choose_code, code_of

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


def mixed(source: str, reason: str) -> Document:
    """A file that holds two dossiers."""
    splits = (Split(1, 1, "dossier", ONE, "start"), Split(2, 2, "dossier", TWO, reason))
    return Document(
        "0" * 64,
        "application/pdf",
        2,
        fields=(field(ONE, source),),
        problems=(Problem("extract", "several_codes", ""),),
        arrangement=Arrangement(splits),
    )


def test_a_file_with_two_scanned_codes_or_a_separator_claims_none_whatever_its_name() -> None:
    for document in (mixed("code", "code"), mixed("label", "separator")):
        assert code_of((document,), found(field(ONE, "code")), (f"{ONE}.pdf",)) == (None, ())


def test_where_only_print_differs_the_name_decides() -> None:
    document = mixed("label", "code")
    assert code_of((document,), found(field(ONE, "label")), (f"{TWO}.pdf",)) == (TWO, ())
    assert code_of((document,), found(field(ONE, "label")), ("scan.pdf",)) == (None, ())


def test_a_file_with_one_code_is_as_before() -> None:
    document = Document("0" * 64, "application/pdf", 2, fields=(field(ONE, "code"),))
    assert code_of((document,), found(field(ONE, "code")), ()) == (ONE, ())
