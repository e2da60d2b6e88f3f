"""Both engines give the same answer to any question."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import LOCAL_VIEWER
from search.index import Found, Question, SearchIndex
from search.query import parse
from tests.contract.search.corpus import STRANGER, TU_PHAP_VIEWER, TU_SON_VIEWER

WORDS = [
    *("hòa", "hoà", "hoa", "hóa", "thúy", "thuy", "đào", "lý", "bổ", "nhiệm", "nhiem", "giám", "đốc", "khai"),
    *("quyết", "quyet*", "quy*", "Tờ", "44", "44/QĐ-UBND", "0222.3875.123", "000.00.18.H05", "2025", "thôn"),
    *(
        "thon~",
        "hon*",
        "đăng",
        "ký*",
        "nhiemm",
        "tiền",
        "án",
        "số:",
        "loại:tờ",
        "người:hòa",
        "loại:(",
        "năm:2023",
    ),
    *("ngày:2025", "ngày:2023-04..2023-05", "OR", "|", "-", "(", ")", '"', "-hòa", "-thôn"),
]

typed = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
anything = st.text(max_size=40)
viewers = st.sampled_from((LOCAL_VIEWER, TU_PHAP_VIEWER, TU_SON_VIEWER, STRANGER))


def comparable(answer: Found) -> object:
    return answer.total, sorted((hit.dossier, hit.tier) for hit in answer.hits), answer.facets


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=typed | anything, viewer=viewers)
def test_any_question_is_answered_alike(
    sqlite_index: SearchIndex, elastic_index: SearchIndex, text: str, viewer: object
) -> None:
    assert isinstance(viewer, type(LOCAL_VIEWER))
    question = Question(parse(text), limit=50)
    ours, theirs = sqlite_index.search(question, viewer), elastic_index.search(question, viewer)
    assert comparable(ours) == comparable(theirs)
    listed = [hit.dossier for hit in ours.hits]
    assert sqlite_index.pages(listed, question, viewer) == elastic_index.pages(listed, question, viewer)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prefix=st.sampled_from(WORDS) | anything, viewer=viewers)
def test_any_prefix_is_completed_alike(
    sqlite_index: SearchIndex, elastic_index: SearchIndex, prefix: str, viewer: object
) -> None:
    assert isinstance(viewer, type(LOCAL_VIEWER))
    assert sqlite_index.suggest(prefix, viewer) == elastic_index.suggest(prefix, viewer)
