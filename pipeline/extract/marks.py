"""Marks that decide how a paper may be handled: secrecy, identity cards, urgency, circulation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from core.model import Problem
from core.page import Line, Page
from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, Run, capitals_share, run_of
from pipeline.extract.shapes import is_identity_code

SECRECY_MARK = "secret"
IDENTITY_CARD = "identity_card"
MARK_SHARE = 0.4
"""Marks stand in this upper share of the page."""
MARK_RIGHT = 0.55
"""Marks of secrecy and urgency stand left of this share of the text's width (zone 10)."""
LONG_MARK = 5
"""Marks of more letters are known with one of them misread."""
CARD_SIGNS_NEEDED = 3
"""So many different phrases of an identity card make a page one."""

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
    stamps = [run_of(page.number, line.words) for line in view.stamps if line.words]
    secret = _has_secrecy(alone, stamps)
    card = _is_card(page, view)
    problems: list[Problem] = []
    if secret:
        message = "Tài liệu có dấu mật: không được số hóa ở đây; chuyển người có thẩm quyền."
        problems.append(Problem("extract", SECRECY_MARK, message, page.number))
    if card:
        message = "Trang là giấy tờ tùy thân: hạn chế xem, không đưa vào chỉ mục."
        problems.append(Problem("extract", IDENTITY_CARD, message, page.number))
    found = tuple(_marked("urgency", _URGENCY, [*alone, *stamps]))
    found += tuple(_marked("secrecy", _SECRECY, [*alone, *stamps]))
    found += tuple(_marked("circulation", _CIRCULATION, [*runs, *stamps]))
    notes = [run_of(page.number, line.words) for line in view.signature_notes if line.words]
    found += tuple(_marked("copy_kind", _COPIES, [*view.runs, *stamps, *notes]))
    return Marks(tuple(problems), found, card, secret)


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
        _secrecy(_mark_text(run)) and (capitals_share(run.text) > 0.8 or run in stamps)
        for run in (*runs, *stamps)
    )


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
