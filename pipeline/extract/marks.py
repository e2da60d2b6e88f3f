"""Marks that decide how a paper may be handled: secrecy, identity cards, urgency, circulation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from core.model import Problem
from core.page import Line, Page
from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, Run, capitals_share, run_of
from pipeline.extract.shapes import is_identity_code
from pipeline.marks import UNREAD_MARK

SECRECY_MARK = "secret"
IDENTITY_CARD = "identity_card"
MARK_SHARE = 0.4
"""Marks stand in this upper share of the page."""
MARK_RIGHT = 0.55
"""Marks of secrecy and urgency stand left of this share of the text's width (zone 10)."""
LONG_MARK = 5
"""Marks of more letters are known with one of them misread."""
ALIKE = 75.0
"""Similarity (0 to 100, marks aside) of a stamp's text to a mark of urgency or secrecy."""
CARD_SIGNS_NEEDED = 3
"""So many different phrases of an identity card make a page one."""

_TOLD = "Tài liệu có dấu mật: không được số hóa ở đây; chuyển người có thẩm quyền."
_DOUBTED = (
    "Có khung dấu không đọc được ở chỗ của dấu mật: tạm giữ cho đến khi người có thẩm quyền xem và cho đi."
)

_SECRECY = {"mat": "MẬT", "toi mat": "TỐI MẬT", "tuyet mat": "TUYỆT MẬT"}
_URGENCY = {"hoa toc": "HỎA TỐC", "thuong khan": "THƯỢNG KHẨN", "khan": "KHẨN"}
_CIRCULATION = {"luu hanh noi bo": "LƯU HÀNH NỘI BỘ", "xem xong tra lai": "XEM XONG TRẢ LẠI"}
_COPIES = {
    "sao y": "SAO Y",
    "sao y ban chinh": "SAO Y",
    "trich sao": "TRÍCH SAO",
    "sao luc": "SAO LỤC",
}
_CARD_SIGNS = (
    re.compile(r"citizen identity card|identity card|^can cuoc( cong dan)?$|chung minh nhan dan"),
    re.compile(r"ho va ten\W+full\s?name|ho, chu dem va ten khai sinh|full name"),
    re.compile(r"date of birth|ngay sinh\W+date"),
    re.compile(r"place of (origin|residence|birth)|noi (thuong tru|cu tru)\W+place"),
    re.compile(r"date of expiry|co gia tri den"),
    re.compile(r"personal identification|dac diem nhan dang|dac diem nhan dien"),
    re.compile(r"ngon tro|index finger|dau vet rieng"),
    re.compile(r"idvnm\d|[<«]{4,}"),
    re.compile(r"cuc truong cuc canh sat|bo cong an.{0,5}ministry of public security"),
)
_IDENTITY_STRONG = re.compile(r"idvnm\d{6}|citizen identity card|p<vnm")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the marks of a page say."""

    problems: tuple[Problem, ...]
    candidates: tuple[Candidate, ...]
    identity_card: bool
    secret: bool


def read_marks(page: Page, view: PageView) -> Marks:
    """Find marks on a page. Secrecy counts only as a mark in its zone, never as a word in the text."""
    runs = [run for run in view.runs if run.box.top < MARK_SHARE * view.height_px]
    alone = [run for run in runs if view.across(run.box.left) < MARK_RIGHT]
    stamps = list(_stamp_runs(page.number, view.stamps))
    secret = _has_secrecy(alone, stamps)
    card = _is_card(page, view)
    problems: list[Problem] = []
    if secret or _has_unread_mark(page, view):
        message = _TOLD if secret else _DOUBTED
        problems.append(Problem("extract", SECRECY_MARK, message, page.number))
    if card:
        message = "Trang là giấy tờ tùy thân: hạn chế xem, không đưa vào chỉ mục."
        problems.append(Problem("extract", IDENTITY_CARD, message, page.number))
    found = tuple(_marked("urgency", _URGENCY, [*alone, *stamps])) or tuple(_nearly_urgent(stamps))
    found += tuple(_marked("secrecy", _SECRECY, [*alone, *stamps]))
    found += tuple(_marked("circulation", _CIRCULATION, [*runs, *stamps]))
    notes = [run_of(page.number, line.words) for line in view.signature_notes if line.words]
    found += tuple(_marked("copy_kind", _COPIES, [*view.runs, *stamps, *notes]))
    return Marks(tuple(problems), found, card, secret)


def _stamp_runs(page: int, lines: Sequence[Line]) -> Iterator[Run]:
    """The lines of stamps, and those of one mark, which share its box, as one: HỎA, TỐC."""
    printed = [line for line in lines if line.words]
    yield from (run_of(page, line.words) for line in printed)
    for _, parts in groupby(printed, key=lambda line: line.box):
        words = [word for line in parts for word in line.words]
        yield run_of(page, words)


def _nearly_urgent(stamps: Sequence[Run]) -> Iterator[Candidate]:
    """A stamp that reads nearly like a mark of urgency, whose letters its frame touches: HƯỢNG KHÃI."""
    for run in stamps:
        text = _mark_text(run)
        alike, value = max((fuzz.ratio(text, mark), value) for mark, value in _URGENCY.items())
        if alike >= ALIKE and capitals_share(run.text) > 0.8:
            parsed = Parsed(value, 0.7, warnings=("Dấu mức độ khẩn đọc chưa chắc, cần kiểm tra.",))
            yield replace(candidate("urgency", run, parsed, "zone", 0.9), raw=run.text)
            return


def without_card(marks: Marks) -> Marks:
    """The marks of a page that only looked like an identity card."""
    problems = tuple(problem for problem in marks.problems if problem.code != IDENTITY_CARD)
    return replace(marks, problems=problems, identity_card=False)


def _mark_text(run: Run) -> str:
    """The words of a mark; its frame is read as single letters at times: | MẬT l."""
    return " ".join(re.findall(r"[a-z]{2,}", run.folded))


def _has_secrecy(runs: Sequence[Run], stamps: Sequence[Run]) -> bool:
    """Whether a mark of secrecy stands alone; one of two words may have a letter misread."""
    return any(
        _secrecy(_mark_text(run)) and (_ends_in_capitals(run) or run in stamps) for run in (*runs, *stamps)
    ) or any(_nearly_secret(_mark_text(run)) for run in stamps)


def _has_unread_mark(page: Page, view: PageView) -> bool:
    """Whether a frame stands in the zone of marks of secrecy and nobody can tell what it says."""
    return any(
        region.kind == UNREAD_MARK
        and region.box.top < MARK_SHARE * view.height_px
        and view.across(region.box.left) < MARK_RIGHT
        for region in page.regions
    )


def _nearly_secret(text: str) -> bool:
    """Whether a stamp says a mark of secrecy with letters misread; a false alarm can be released."""
    return any(
        fuzz.ratio(text, mark) >= ALIKE or (len(text) == len(mark) and Levenshtein.distance(text, mark) <= 1)
        for mark in _SECRECY
    )


def _ends_in_capitals(run: Run) -> bool:
    """Whether the last word, MẬT, is in capitals: the first is misread at times, Tôi MẬT."""
    words = re.findall(r"[^\W\d_]{2,}", run.text)
    return bool(words) and words[-1].isupper()


def _secrecy(text: str) -> bool:
    return text in _SECRECY or any(
        Levenshtein.distance(text, mark) <= 1 for mark in _SECRECY if len(mark) > LONG_MARK
    )


def _marked(name: str, marks: dict[str, str], runs: Sequence[Run]) -> Iterator[Candidate]:
    for run in runs:
        value = marks.get(_mark_text(run)) or marks.get(" ".join(re.findall(r"[a-z]+", run.folded)))
        if value and capitals_share(run.text) > 0.8:
            printed = value.replace("Ỏ", "OẢ").replace("OẢA", "OẢ") if "OẢ" in run.text else value
            yield replace(candidate(name, run, Parsed(printed, 0.95), "zone", 0.97), raw=run.text)


def _is_card(page: Page, view: PageView) -> bool:
    if any(is_identity_code(code) for code in page.codes):
        return True
    lines = [run.folded.strip() for run in view.runs]
    lines += [_folded(line) for line in view.stamps]
    if sum(len(line.split()) for line in lines) > 260:
        return False
    signs = sum(any(sign.search(line) for line in lines) for sign in _CARD_SIGNS)
    strong = any(_IDENTITY_STRONG.search(line.replace(" ", "") if "<" in line else line) for line in lines)
    return signs >= CARD_SIGNS_NEEDED or (strong and signs >= 2)


def _folded(line: Line) -> str:
    return run_of(0, line.words).folded if line.words else ""
