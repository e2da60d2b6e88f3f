from core.model import Document, Field
from pipeline.extract import merge_fields


def field(value: str | None, confidence: float = 0.9, source: str = "label") -> Field:
    return Field("applicant_name", value, value or "", confidence, source)


def document(sha256: str, type_code: str | None, *fields: Field) -> Document:
    return Document(sha256, "application/pdf", 1, type_code=type_code, fields=fields)


def best_of(*documents: Document) -> str:
    (merged,) = merge_fields(documents)
    return str(merged.best.value)


def test_a_person_beats_a_code_beats_all_papers() -> None:
    receipt = document("1", "receipt", field("A", 0.99))
    code = document("2", None, field("B", 0.9, "code"))
    human = document("3", None, field("C", 0.1, "human"))
    assert best_of(receipt, code, human) == "C"
    assert best_of(receipt, code) == "B"


def test_papers_are_believed_in_order_then_by_confidence() -> None:
    other = document("1", "decision", field("A", 0.99))
    application = document("2", "application", field("B", 0.8))
    slip = document("3", "control_slip", field("C", 0.7))
    receipt = document("4", "receipt", field("D", 0.6))
    assert best_of(other, application, slip, receipt) == "D"
    assert best_of(other, application, slip) == "C"
    assert best_of(other, application) == "B"
    assert best_of(document("1", None, field("A", 0.5)), document("2", None, field("B", 0.6))) == "B"


def test_losing_values_stay_once_each() -> None:
    (merged,) = merge_fields(
        [
            document("1", "receipt", field("A")),
            document("2", "application", field("A"), field("B")),
            document("3", None, field("B"), field("C"), field(None)),
        ]
    )
    assert merged.document == "1"
    assert [one.value for one in merged.alternatives] == ["B", "C"]


def test_an_unreadable_place_loses_to_any_value() -> None:
    assert best_of(document("1", "receipt", field(None)), document("2", None, field("A", 0.3))) == "A"


def test_what_a_person_emptied_stays_empty() -> None:
    emptied = document("1", "receipt", field(None, 1.0, "human"))
    assert best_of(emptied, document("2", None, field("A"))) == "None"


def test_no_documents_give_no_fields() -> None:
    assert merge_fields(()) == ()
