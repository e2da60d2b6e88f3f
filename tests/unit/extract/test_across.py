"""Papers that contradict each other about the applicant are warned of where fields are merged."""

from core.model import Document, Field
from pipeline.extract import merge_fields
from pipeline.extract.across import CODE_DIFFERS, FACT_DIFFERS, NAME_DIFFERS, same_name

NAME = "Nguyễn Thị Bích Ngọc"


def paper(kind: str, confidence: float = 0.95, source: str = "label", /, **values: str) -> Document:
    fields = tuple(Field(name, value, value, confidence, source) for name, value in values.items())
    return Document(f"{kind}-{confidence}-{values}", "image/png", 1, type_code=kind, fields=fields)


def warnings(*documents: Document) -> dict[str, tuple[str, ...]]:
    return {one.best.name: one.best.warnings for one in merge_fields(documents) if one.best.warnings}


def test_papers_that_agree_are_not_warned_of() -> None:
    facts = {"national_id": "027301004567", "date_of_birth": "2001-08-15", "gender": "Nữ"}
    receipt = paper("receipt", applicant_name=NAME, **facts)
    assert warnings(receipt, paper("application", applicant_name=NAME.upper(), **facts)) == {}


def test_a_name_may_be_misread_by_a_letter_and_lose_its_marks() -> None:
    assert same_name(NAME, "NGUYEN THI BICH NGOC")
    assert same_name(NAME, "Nguyễn Thị Bich Ngoe")
    assert same_name(NAME, "Nguyễn Bích Ngọc")
    assert not same_name(NAME, "Nguyễn Thị Lan")
    receipt = paper("receipt", applicant_name=NAME)
    assert warnings(receipt, paper("control_slip", applicant_name="NGUYEN THI BICH NGỌE")) == {}


def test_another_applicant_on_a_paper_of_the_desk_is_warned_of() -> None:
    receipt = paper("receipt", applicant_name=NAME)
    other = {"applicant_name": "Trần Văn Mẫu"}
    assert warnings(receipt, paper("control_slip", **other)) == {"applicant_name": (NAME_DIFFERS,)}
    assert warnings(receipt, paper("decision", **other)) == {}
    assert warnings(receipt, paper("control_slip", 0.4, **other)) == {}


def test_facts_of_the_same_person_must_agree() -> None:
    receipt = paper("receipt", applicant_name=NAME, national_id="027301004567", gender="Nữ")
    form = paper("application", applicant_name=NAME, national_id="027301004568", gender="Nam")
    assert warnings(receipt, form) == {
        "national_id": (FACT_DIFFERS["national_id"],),
        "gender": (FACT_DIFFERS["gender"],),
    }


def test_facts_of_somebody_else_are_no_contradiction() -> None:
    receipt = paper("receipt", applicant_name=NAME, date_of_birth="2001-08-15")
    stranger = paper("birth_certificate", applicant_name="Lê Minh Anh", date_of_birth="2024-12-01")
    nameless = paper("birth_certificate", date_of_birth="2024-12-01")
    assert warnings(receipt, stranger, nameless) == {}


def test_a_doubtful_value_contradicts_nothing() -> None:
    receipt = paper("receipt", applicant_name=NAME, national_id="027301004567")
    blurred = Document(
        "b",
        "image/png",
        1,
        type_code="application",
        fields=(
            Field("applicant_name", NAME, NAME, 0.95, "label"),
            Field("national_id", "027301004561", "", 0.5, "label"),
        ),
    )
    assert warnings(receipt, blurred) == {}


def test_a_contradiction_lowers_confidence_and_keeps_the_other_value() -> None:
    receipt = paper("receipt", applicant_name=NAME, national_id="027301004567")
    form = paper("application", applicant_name=NAME, national_id="027301004568")
    number = next(one for one in merge_fields([receipt, form]) if one.best.name == "national_id")
    assert number.best.confidence < 0.95
    assert [one.value for one in number.alternatives] == ["027301004568"]


def test_what_a_person_entered_is_not_warned_of() -> None:
    human = paper("receipt", 1.0, "human", applicant_name=NAME, national_id="027301004567")
    form = paper("application", applicant_name=NAME, national_id="027301004568")
    assert warnings(human, form) == {}


def test_a_printed_code_that_differs_from_the_scanned_one_is_warned_of() -> None:
    scanned = paper("receipt", 0.99, "code", dossier_code="000.00.01.H05-250124-0001")
    same = paper("control_slip", dossier_code="000.00.01.H05-250124-0001")
    other = paper("control_slip", dossier_code="000.00.01.H05-250124-0007")
    assert warnings(scanned, same) == {}
    assert warnings(scanned, other) == {"dossier_code": (CODE_DIFFERS,)}
