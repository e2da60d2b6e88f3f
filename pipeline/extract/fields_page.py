"""`docs/fields.md`: the catalogue for people."""

from collections.abc import Iterable, Mapping

from pipeline.extract.catalogue import CATALOGUE, Kind, Spec

FORMS: Mapping[Kind, str] = {
    Kind.TEXT: "as printed; strange syllables lower the confidence",
    Kind.PERSON: "2 to 6 words that are Vietnamese syllables, the first a known surname, else a warning",
    Kind.APPLICANT: "as person, or an organisation by its first words",
    Kind.ADDRESS: "place names put right from the gazetteer",
    Kind.DATE: "`YYYY-MM-DD`, a day that exists; the year alone where no more is printed",
    Kind.INSTANT: "ISO with +07:00; the day alone where no time is printed",
    Kind.GENDER: "Nam or Nữ; no value where both are printed",
    Kind.PERSON_NUMBER: "12 digits, letters misread for digits put right; too few: no value and a warning",
    Kind.OLD_PERSON_NUMBER: "9 digits",
    Kind.PASSPORT: "a letter and 7 or 8 digits",
    Kind.TAX_CODE: "10 digits, `-ddd` for a branch; check digit, else a warning",
    Kind.PHONE: "national digits: mobile 10, landline 11",
    Kind.EMAIL: "lower case, ASCII",
    Kind.MONEY: "VND; 0 where nothing is charged",
    Kind.DURATION: "count and unit: ngày làm việc, ngày, giờ làm việc, giờ, tháng",
    Kind.COUNT: "a whole number",
    Kind.DOSSIER_CODE: "`unit-YYMMDD-ordinal`, letters misread for digits put right",
    Kind.AGENCY_CODE: "`000.00.00.H05`, or from the top down `H05.01`",
    Kind.SECTOR_CODE: "`G15-TP07`",
    Kind.PROCEDURE_CODE: "`d.dddddd` with an optional suffix; one the list of procedures lacks is less sure",
    Kind.PROCEDURE_NAME: "put right from the list of procedures",
    Kind.AGENCY: "put right from the list of agencies",
    Kind.DOCUMENT_NUMBER: "`number/symbol`; letters of the symbol put right from types and agencies",
    Kind.DOCUMENT_TYPE: "the printed name, from the list of types",
    Kind.TITLE: "all printed lines, put right from the list of positions",
    Kind.CHOICE: "one of a few printed words",
    Kind.CHANNEL: "desk, post or online",
    Kind.ID_ISSUER: "put right from the list of authorities",
    Kind.LIST: "items with named parts, see below",
    Kind.YES_NO: "`true`; absent where the page does not say",
}
"""What a value of each kind looks like and what is checked of it."""

PARTS: Mapping[str, str] = {
    "attachments": "name, kind (Bản chính, Bản sao, Bản chụp), quantity, component_code",
    "handover": "agency, time, giver, receiver",
    "appointment": "person, from_position, position, term_months, effective_date",
    "arrival_stamp": "number, date; filled in by pen, so always doubted",
    "legal_citations": "basis (Căn cứ, Theo đề nghị, Xét đề nghị), type, number, date, agency, title",
    "articles": "article, clause, point, text (its first words); a gap in the numbering is a warning",
    "recipients": "role (addressee, copy, archive), name, copies",
}
"""The parts an item of each list field may have."""


def fields_page(specs: Iterable[Spec] = CATALOGUE) -> str:
    """The page as Markdown."""
    lines = [
        "# Fields",
        "",
        "Generated from `pipeline/extract/catalogue.py`; a test fails when it is out of date.",
        "Canonical values: dates `YYYY-MM-DD`, times ISO with +07:00, amounts in VND, numbers as digits,",
        "texts as printed. A field that is present with the value `null` was found but can't be read.",
        "Checks of one field against another are told as warnings.",
        "",
        "| field | English | Vietnamese term | type | printed labels |",
        "|---|---|---|---|---|",
    ]
    for spec in specs:
        labels = "; ".join((*spec.labels, *spec.weak_labels)) or "—"
        lines.append(f"| `{spec.name}` | {spec.english} | {spec.term} | {spec.kind.value} | {labels} |")
    lines += ["", "## Types", "", "| type | form and checks |", "|---|---|"]
    lines += [f"| {kind.value} | {form} |" for kind, form in FORMS.items()]
    lines += ["", "## Items of lists", "", "| field | parts |", "|---|---|"]
    lines += [f"| `{name}` | {parts} |" for name, parts in PARTS.items()]
    return "\n".join(lines) + "\n"
