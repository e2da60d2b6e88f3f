"""The legal grounds of an act: the lines Căn cứ …; Theo đề nghị của …, taken to pieces."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from core.model import FieldItem
from pipeline.extract import dates
from pipeline.extract.candidates import Candidate
from pipeline.extract.items import listed
from pipeline.extract.layout import PageView, Run, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.snap import key_of
from pipeline.extract.spelling import with_set_phrases
from pipeline.extract.symbols import find_number

MOST_LINES = 9
"""A ground takes no more lines."""
_BASES = {"can cu": "Căn cứ", "theo de nghi": "Theo đề nghị", "xet de nghi": "Xét đề nghị"}
_BASIS = re.compile(rf"^\W{{0,3}}({'|'.join(_BASES)})\b\s*")
_END = re.compile(r"^\W*(?:dieu\s+[1il]\b|quyet (?:dinh|nghi)\s*[:.]|chuong\b|chi thi\s*:)")
_TYPES = {
    "hien phap": "Hiến pháp",
    "bo luat": "Bộ luật",
    "luat": "Luật",
    "phap lenh": "Pháp lệnh",
    "nghi quyet": "Nghị quyết",
    "nghi dinh": "Nghị định",
    "thong tu lien tich": "Thông tư liên tịch",
    "thong tu": "Thông tư",
    "quyet dinh": "Quyết định",
    "chi thi": "Chỉ thị",
    "cong van": "Công văn",
    "ke hoach": "Kế hoạch",
    "to trinh": "Tờ trình",
    "bao cao": "Báo cáo",
    "thong bao": "Thông báo",
    "ket luan": "Kết luận",
    "van ban": "Văn bản",
}
_LAWS = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")
"""Known by their title, which stands before the date."""
_NAMES = "|".join(name.replace(" ", r"\W+") for name in sorted(_TYPES, key=len, reverse=True))
_TYPE = re.compile(rf"^\W*({_NAMES})\b")
_PROPOSAL = re.compile(rf"\s+tai\s+({_NAMES})\b")
_NEXT = re.compile(rf";(?=\W*(?:{_NAMES})\b)|\bva\s+de nghi\s+(?=cua\b)")
_NUMBER = re.compile(r"\bs[o6]\s+(?=\S*\d)")
_OF = re.compile(r"\bcua\s+")
_LEADING = re.compile(r"^\s*(?:của|cua)\s+", re.IGNORECASE)
_DAY_WORD = re.compile(r"\s+ng[àa]y\s*$")
_TITLE = re.compile(
    r"\s+(?:ve(?: viec)?|quy dinh|huong dan|ban hanh|sua doi|phe duyet|cong bo|thong qua|quy che)\b"
)


def read_citations(view: PageView, lexicon: Lexicon) -> Candidate | None:
    """The grounds on a page as one list value, or None."""
    items: list[FieldItem] = []
    runs: list[Run] = []
    for whole, basis in _paragraphs(view):
        runs.append(whole)
        items += (_item(whole, basis, part, lexicon) for part in _parts(whole))
    return listed("legal_citations", items, runs, view.number)


def _paragraphs(view: PageView) -> Iterator[tuple[Run, str]]:
    """Each ground as one run, with the words it begins with."""
    lines: list[Run] = []
    basis = ""
    for row in view.rows:
        line = joined(row)
        start = _BASIS.match(line.folded)
        ends = bool(_END.match(line.folded))
        if lines and (start or ends or lines[-1].text.rstrip().endswith(":")):
            if start or ends:  # Else the colon opens what follows: no ground but a sentence.
                yield joined(lines), basis
            lines = []
        if ends:
            return
        if start:
            basis = _BASES[start[1]]
        elif not lines:
            continue
        lines.append(line)
        if line.text.rstrip()[-1:] in ";." or len(lines) == MOST_LINES:
            yield joined(lines), basis
            lines = []


def _parts(whole: Run) -> Iterator[tuple[int, int]]:
    """Offsets of what one ground names, behind semicolons and `và đề nghị của`."""
    start = _BASIS.match(whole.folded)
    begin = start.end() if start else 0
    for mark in _NEXT.finditer(whole.folded, begin):
        yield begin, mark.start()
        begin = mark.end()
    yield begin, len(whole.text)


def _item(whole: Run, basis: str, part: tuple[int, int], lexicon: Lexicon) -> FieldItem:
    start, end = part
    text, folded = whole.text[start:end].rstrip(" ;.,:"), whole.folded[start:end]
    folded = folded[: len(text)]
    if basis == _BASES["can cu"]:
        parts = _act(text, folded, lexicon)
    else:
        proposal = _PROPOSAL.search(folded)
        at = proposal.start(1) if proposal else len(text)
        agency = text[: proposal.start() if proposal else len(text)]
        parts = _act(text[at:], folded[at:], lexicon) | _named("agency", _LEADING.sub("", agency), lexicon)
        parts.pop("title", None)
    parts = {"basis": basis} | parts
    cut = whole.cut(start, end)
    return FieldItem(parts, whole.text[start:end].strip(), whole.page, cut.box if cut else whole.box)


def _act(text: str, folded: str, lexicon: Lexicon) -> dict[str, str]:
    """Type, number, date, agency and title of one act, as far as they are printed."""
    kind = _TYPE.match(folded)
    if kind is None:
        return {"title": with_set_phrases(text.strip(), lexicon)} if text.strip() else {}
    parts = {"type": _TYPES[" ".join(re.findall(r"[a-z]+", kind[1]))]}
    day = dates.find_date(text)
    label = _NUMBER.search(folded)
    number = find_number(text[label.end() :], lexicon.symbols) if label else None
    if number is not None and number.value:
        parts["number"] = _with_symbol_of(parts["type"], str(number.value), lexicon)
    if day is not None and day.value:
        parts["date"] = day.value
    if parts["type"] in _LAWS:
        ends = [found.start for found in (day,) if found] + [found.start() for found in (label,) if found]
        title = _DAY_WORD.sub("", text[kind.end() : min(ends, default=len(text))])
        return parts | _named("title", title, lexicon)
    rest = max(day.end if day else 0, label.end() if label else kind.end())
    return parts | _issued(text[rest:], folded[rest:], lexicon)


def _with_symbol_of(kind: str, number: str, lexicon: Lexicon) -> str:
    """The number with the letters of its printed type where one of them was misread: Thông tư T1- → TT-."""
    named = lexicon.types_by_title.get(key_of(kind))
    before, slash, symbol = number.rpartition("/")
    read, dash, issuer = symbol.partition("-")
    if named is None or not dash or len(named.symbol) < 2 or Levenshtein.distance(read, named.symbol) > 1:
        return number
    return f"{before}{slash}{named.symbol}{dash}{issuer}"


def _issued(text: str, folded: str, lexicon: Lexicon) -> dict[str, str]:
    """Who issued an act and what it is about, as in `của Chính phủ quy định …`."""
    of, about = _OF.search(folded), _TITLE.search(folded)
    agency = text[of.end() : about.start() if about and about.start() > of.end() else len(text)] if of else ""
    title = text[about.start() :] if about else ""
    return _named("agency", agency, lexicon) | _named("title", title, lexicon)


def _named(part: str, text: str, lexicon: Lexicon) -> dict[str, str]:
    value = with_set_phrases(" ".join(text.split()).strip(" ,;.:"), lexicon)
    return {part: value} if value else {}
