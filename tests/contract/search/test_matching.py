"""What is found, at which tier, in which order, counted how: the same in every engine."""

from dataclasses import replace

import pytest

from core.access import LOCAL_VIEWER, OPEN, PERSONS
from core.errors import ConfigError
from search.index import Question, SearchIndex, Tier
from search.query import parse
from tests.contract.search.asking import ask, facet, found, nfd, tiers
from tests.contract.search.conftest import Opener
from tests.contract.search.corpus import TU_PHAP_VIEWER, corpus, dossier

HOA = {f"d-ward-{index:02}" for index in (0, 1, 2, 3, 12, 13, 14, 15)} | {"d-marriage", "d-record"}
THUY = {f"d-ward-{index:02}" for index in (4, 5, 16, 17)}
DAO = {f"d-ward-{index:02}" for index in (8, 9, 20, 21)}
KY = {f"d-ward-{index:02}" for index in (6, 7, 18, 19)}
CITED = {"d-decision", "d-cites"}
DECISIONS = CITED | {"d-land"}
WARDS = {f"d-ward-{index:02}" for index in range(24)}

SAME_SET = [
    pytest.param(("hòa", "hoà", "hoa", "HÒA", "Hoà", "hóa", nfd("hòa"), nfd("hoà")), HOA, id="hoa"),
    pytest.param(("thúy", "thuý", "thuy", "THUỶ", "thủy", nfd("thuỷ")), THUY, id="thuy"),
    pytest.param(("đào bà", "dao bà", "ĐÀO BÀ"), DAO, id="d"),
    pytest.param(("lý tư", "lí tư", "LÝ TƯ", "ly tu", nfd("lý tư")), {"d-record"}, id="ly"),
    pytest.param(
        ("kỹ bà", "kĩ bà", "ky bà", "KÍ BÀ"), KY, id="ky"
    ),
    pytest.param(("44/QĐ-UBND", "44 qd ubnd", "44/qd-ubnd", '"44 QĐ UBND"'), CITED, id="number"),
    pytest.param(("0222.3875.123", "0222 3875 123", "3875.123"), {"d-build"}, id="phone"),
    pytest.param(("000.00.18.H05-250307-0142", "250307-0142", "0142 250307"), {"d-record"}, id="code"),
    pytest.param(("2.000815", "2.000815.000.00.00.H05"), {"d-record"}, id="procedure"),
    pytest.param(("hẹn trả ngọc", "khai sinh tiếp nhận"), {"d-birth"}, id="words on different pages"),
    pytest.param(('"đăng ký kết hôn"', '"dang ky ket hon"'), {"d-marriage"}, id="phrase"),
    pytest.param(('"kết quả tờ khai"',), set(), id="no phrase across pages"),
    pytest.param(('"sinh nguyễn"',), set(), id="no phrase across values"),
    pytest.param(("bổ nhiệm -giám", "bo nhiem -trung"), {"d-secret-readers"}, id="without"),
    pytest.param(("-thôn", "-(thôn OR thon)"), {entry.id for entry in corpus()} - WARDS, id="only without"),
    pytest.param(("hôn OR khai sinh", "hôn | (khai sinh)"), {"d-marriage", "d-birth"}, id="either"),
    pytest.param(("quyết*", "quyêt*", "QUY* ĐỊNH", "quyê*"), DECISIONS, id="prefix"),
    pytest.param(("44/QĐ-UB*",), CITED, id="phrase prefix"),
    pytest.param(("số:44/QĐ-UBND", "so:44/qd-ubnd", 'document_number:"44 QĐ"'), {"d-decision"}, id="field"),
    pytest.param(("loại:tờ", "loai:to", "LOẠI:TỜ"), {"d-birth", "d-marriage", "d-cites"}, id="field word"),
    pytest.param(("người:hòa", "nguoi:hoa"), {"d-marriage", "d-record"}, id="field of two"),
    pytest.param(("loại:(quyết OR trình)",), CITED, id="field group"),
    pytest.param(("ngày:2025-01", "ngay:01/2025", "ngày:22/1/2025..24/1/2025"),
                 {"d-birth", "d-marriage", "d-decision"}, id="dates"),
    pytest.param(("-ngày:2023 -ngày:2025",), {"d-build", "d-plan", "d-land"}, id="without dates"),
    pytest.param(("", "   ", "()", "*", '""', "-"), {entry.id for entry in corpus()}, id="everything"),
    pytest.param(("khôngcótrongkho", "hòa khôngcótrongkho"), set(), id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), SAME_SET)
def test_questions_find_the_same_dossiers(
    index: SearchIndex, texts: tuple[str, ...], expected: set[str]
) -> None:
    for text in texts:
        assert found(index, text) == expected, text
        assert ask(index, text, limit=1).total == len(expected)


TIERS = [
    ("44/QĐ-UBND", {"d-decision": Tier.CODE, "d-cites": Tier.PHRASE}),
    ("44/qd-ubnd", {"d-decision": Tier.CODE, "d-cites": Tier.FOLDED}),
    ("250307-0142", {"d-record": Tier.CODE}),
    ("000.00.18.H05-250307-0142", {"d-record": Tier.CODE}),
    ("bổ nhiệm giám đốc", {"d-decision": Tier.PHRASE}),
    ("giám đốc bổ nhiệm", {"d-decision": Tier.MARKED}),
    ("bo nhiem giam doc", {"d-decision": Tier.FOLDED}),
    ("bổ nhiem giám doc", {"d-decision": Tier.FOLDED}),
    ("Trần Văn Hoà", {"d-marriage": Tier.CODE}),
    ("tran van hoa", {"d-marriage": Tier.FOLDED}),
    ('"kết hôn" OR khaisinh', {"d-marriage": Tier.PHRASE}),
    ("quyêt dịnh bồ nhiệm", {"d-decision": Tier.FOLDED}),
    ("cáp giáy phep xay dunh", {"d-build": Tier.FUZZY}),
    ("quyeet điịnh bôr nhiêm", {}),
    ("nhiemm~ giám", {"d-decision": Tier.FUZZY}),
    ("nhiem~ trung", {"d-decision": Tier.FOLDED}),
    ("2503077-0142", {}),
]


@pytest.mark.parametrize(("text", "expected"), TIERS)
def test_each_hit_has_its_tier(index: SearchIndex, text: str, expected: dict[str, Tier]) -> None:
    assert tiers(index, text) == expected


def test_a_word_with_its_marks_comes_before_the_same_without(index: SearchIndex) -> None:
    found_tiers = [hit.tier for hit in ask(index, "hoá").hits]
    assert found_tiers == [Tier.MARKED] * 2 + [Tier.FOLDED] * 8
    assert {hit.dossier for hit in ask(index, "hoá").hits[:2]} == {"d-ward-02", "d-ward-14"}


def test_an_unmarked_word_prefers_the_unmarked_spelling(index: SearchIndex) -> None:
    assert {hit.dossier for hit in ask(index, "hoa").hits[:2]} == {"d-ward-01", "d-ward-13"}


def test_excluding_a_marked_word_keeps_other_marks(index: SearchIndex) -> None:
    assert found(index, "hoa -hòa") == {"d-ward-01", "d-ward-02", "d-ward-13", "d-ward-14"}


def test_everything_comes_newest_first_then_by_id(index: SearchIndex) -> None:
    expected = sorted(corpus(), key=lambda entry: entry.id)
    expected.sort(key=lambda entry: entry.date or "", reverse=True)
    assert [hit.dossier for hit in ask(index, "").hits] == [entry.id for entry in expected]


def test_parts_of_the_answer_make_up_the_whole(index: SearchIndex) -> None:
    whole = ask(index, "hoa OR quyết").hits
    parts = [ask(index, "hoa OR quyết", offset=offset, limit=5).hits for offset in range(0, 15, 5)]
    assert [hit.dossier for part in parts for hit in part] == [hit.dossier for hit in whole]


def test_facets_count_all_matching_dossiers(index: SearchIndex) -> None:
    answer = ask(index, "hòa", limit=1)
    assert facet(answer, "year") == {"2023": 8, "2025": 2}
    assert facet(answer, "procedure_name") == {
        "Xác nhận nơi cư trú": 8,
        "Cấp phiếu lý lịch tư pháp": 1,
        "Thủ tục đăng ký kết hôn": 1,
    }
    assert [each.value for each in answer.facets["procedure_name"]] == sorted(
        facet(answer, "procedure_name"), key=lambda value: (-facet(answer, "procedure_name")[value], value)
    )


def test_where_joins_fields_by_and_and_values_by_or(index: SearchIndex) -> None:
    where = {"document_type": ("Quyết định", "TỜ TRÌNH"), "year": ("2025",)}
    assert found(index, "", where=where) == {"d-decision", "d-cites"}
    assert found(index, "", where={**where, "issuing_agency": ("Sở Nội vụ",)}) == {"d-cites"}
    assert found(index, "", where={"document_number": ("44/QD-UBND",)}) == {"d-decision"}
    assert found(index, "", where={"document_type": ("Quyết",)}) == set()
    assert found(index, "", where={"state": ("partial",), "settling_agency": ("Sở Tư pháp",)}) == {"d-record"}


def test_where_with_an_unknown_field_names_the_known_ones(index: SearchIndex) -> None:
    with pytest.raises(ConfigError, match=r"applicant_name.*year"):
        ask(index, "", where={"colour": ("red",)})


def test_dates_include_both_ends(index: SearchIndex) -> None:
    assert found(index, "", date_from="2025-01-22", date_to="2025-01-24") == {
        "d-birth",
        "d-marriage",
        "d-decision",
    }
    assert found(index, "", date_to="2023-04-01") == {"d-ward-00", "d-plan", "d-land"}
    assert found(index, "", date_from="2025-05-05") == {"d-secret-readers"}


def test_a_window_beyond_the_limit_is_refused(index: SearchIndex) -> None:
    with pytest.raises(ConfigError):
        ask(index, "", offset=10_000)


def test_hits_carry_code_and_fields_as_they_were_given(index: SearchIndex) -> None:
    (hit,) = ask(index, "mã:000.00.18.H05-250307-0142").hits
    assert hit.code == "000.00.18.H05-250307-0142"
    assert hit.fields["applicant_name"] == ("Lê Quý Hoà",)


@pytest.mark.parametrize(
    ("text", "dossier", "document", "number"),
    [
        ("kết hôn", "d-marriage", "a", 1),
        ("kinh bắc", "d-marriage", "a", 2),
        ("hôn tỉnh bắc ninh", "d-marriage", "a", 2),
        ("tiền án", "d-record", "b", 1),
        ("điều 1", "d-decision", "a", 2),
        ("giám đốc", "d-decision", "a", 1),
        ("người:ngọc", "d-birth", "a", 2),
        ("kinh bắcc", "d-marriage", "a", 2),
    ],
)
def test_the_page_shown_is_the_one_that_says_most(
    index: SearchIndex, text: str, dossier: str, document: str, number: int
) -> None:
    page = index.pages([dossier], Question(parse(text)), LOCAL_VIEWER)[dossier]
    assert (page.document, page.number) == (document * 64, number)
    assert page in next(entry for entry in corpus() if entry.id == dossier).pages


def test_no_page_is_shown_when_none_has_a_word(index: SearchIndex) -> None:
    assert index.pages(["d-cites", "d-nowhere"], Question(parse("nội vụ")), LOCAL_VIEWER) == {}
    assert index.pages(["d-birth"], Question(parse("")), LOCAL_VIEWER) == {}
    assert index.pages([], Question(parse("ngọc")), LOCAL_VIEWER) == {}


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("cấp", ("Cấp giấy phép xây dựng", "Cấp phiếu lý lịch tư pháp")),
        ("cap gi", ("Cấp giấy phép xây dựng",)),
        ("SO TU", ("Sở Tư pháp",)),
        ("44/q", ("44/QĐ-UBND",)),
        ("thủ tục đăng ký", ("Thủ tục đăng ký kết hôn", "Thủ tục đăng ký khai sinh")),
        ("quy", ("Quy hoạch khu đô thị", "Quyết định giao đất", "Lê Quý Hoà")),
        ("", ()),
        ("*", ()),
        ("khai sinh", ()),
    ],
)
def test_suggestions_start_like_the_prefix(
    index: SearchIndex, prefix: str, expected: tuple[str, ...]
) -> None:
    assert index.suggest(prefix, LOCAL_VIEWER) == expected


def test_names_are_suggested_to_those_who_may_look_people_up(index: SearchIndex) -> None:
    for prefix in ("Nguyễn Thị", "nguyen thi b", "bích n", "Ngọc"):
        assert index.suggest(prefix, LOCAL_VIEWER) == ("Nguyễn Thị Bích Ngọc",), prefix
        assert index.suggest(prefix, TU_PHAP_VIEWER) == (), prefix
    allowed = replace(TU_PHAP_VIEWER, clearances=frozenset({OPEN, PERSONS}))
    assert index.suggest("ngoc", allowed) == ("Nguyễn Thị Bích Ngọc",)
    assert index.suggest("vuong", allowed) == ("Vương Quốc Tuấn",)
    assert index.suggest("cong ty", allowed) == ()
    assert index.suggest("thi", LOCAL_VIEWER) == ()


def test_suggestions_come_most_frequent_first(index: SearchIndex) -> None:
    assert index.suggest("s", LOCAL_VIEWER)[0] == "Sở Tư pháp"
    assert len(index.suggest("000", LOCAL_VIEWER, limit=3)) == 3


def test_inside_a_tier_values_come_before_text_and_rows_before_scattered_words(opener: Opener) -> None:
    index = opener()
    index.add(
        [
            dossier("d-scattered", "hoa của lan và nguyen thi", date="2025-01-04"),
            dossier("d-row", "bà nguyen thi lan hoa", date="2025-01-03"),
            dossier("d-values", "phiếu", applicant_name="Nguyễn Thị Hoa", signer="Lan", date="2025-01-02"),
            dossier("d-value", "phiếu", applicant_name="Nguyễn Thị Lan Hoa", date="2025-01-01"),
        ]
    )
    hits = ask(index, "nguyễn thị lan hoá", nearly=False).hits
    assert {hit.tier for hit in hits} == {Tier.FOLDED}
    assert [hit.dossier for hit in hits] == ["d-value", "d-row", "d-values", "d-scattered"]


def test_of_a_day_the_dossiers_own_comes_first(opener: Opener) -> None:
    index = opener()
    index.add(
        [
            dossier("d-named", "đơn ngày 5/3/2025", date="2025-03-09"),
            dossier("d-own", "đơn ngày 05 tháng 3 năm 2025", date="2025-03-05"),
        ]
    )
    assert [hit.dossier for hit in ask(index, "đơn 5/3/2025").hits] == ["d-own", "d-named"]
