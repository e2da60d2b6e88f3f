"""Document numbers: the number, the year and the symbol letters after the slash."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from core.text import fold
from pipeline.reference import Reference

_SYMBOL_CHARS = r"[A-Za-zĐđƠơƯưÔôÂâÊêÓóÒòÕõÁÀÃáàã&0-9]"
_SYMBOL = re.compile(
    rf"[/⁄]{{1,2}}\s*(?P<symbol>[A-ZĐÓÔ]{_SYMBOL_CHARS}*(?:\s?[-&]+\s?[A-ZĐÓÔa-z]{_SYMBOL_CHARS}*)*)"
)
_YEAR = re.compile(r"[/⁄]\s*((?:19|20)\d{2})\s*(?=[/⁄])")
_NUMBER = re.compile(r"^\d{1,6}[A-Za-z]?$")

AGENCY_SYMBOLS = frozenset(
    {
        "UBND",
        "HĐND",
        "TTg",
        "CP",
        "CTN",
        "QH",
        "QH14",
        "QH15",
        "TU",
        "TW",
        "BTC",
        "BCA",
        "BTP",
        "BNV",
        "BYT",
        "BCT",
        "BXD",
        "BQP",
        "BNG",
        "BGDĐT",
        "BKHCN",
        "BTNMT",
        "BNNMT",
        "BGTVT",
        "BKHĐT",
        "BTTTT",
        "BLĐTBXH",
        "BVHTTDL",
        "VPCP",
        "VP",
        "VPUBND",
        "TTPVHCC",
        "TTHC",
        "TTHCC",
        "KSTTHC",
        "KTTH",
        "NC",
        "KGVX",
        "KTN",
        "KT",
        "TH",
        "NN",
        "TD",
        "VX",
        "ĐT",
        "CN",
        "XDCB",
        "TNMT",
        "SNV",
        "STP",
        "STC",
        "SXD",
        "SNN",
        "SYT",
        "SCT",
        "STNMT",
        "SKHĐT",
        "SKHCN",
        "SGTVT",
        "SGDĐT",
        "SGDDT",
        "SVHTTDL",
        "STTTT",
        "SLĐTBXH",
        "SNNMT",
        "SDTTG",
        "TTr",
        "TTT",
        "CAT",
        "CNTT",
        "CCHC",
        "VT",
        "TCHC",
        "QLNN",
        "QLĐT",
        "KHTC",
        "CTrTT",
        "TCCB",
        "PC",
        "ĐKKD",
        "HCTP",
        "KSTT",
        "BHXH",
        "TB",
    }
)
"""Symbols of agencies and their drafting units, besides those of the reference tables."""


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A document number in a text such as `44/QĐ-UBND`."""

    number: str | None
    """The number before the slash; None when it can't be read."""
    year: str | None
    symbol: str
    """Repaired symbol letters: QĐ-UBND."""
    known: float
    """Share of the symbol's parts that are known letters."""
    detached: bool
    """A space or rubbish stands between number and slash: a blank filled in by hand or stamp."""
    start: int
    end: int

    @property
    def value(self) -> str | None:
        """As printed without spaces."""
        if self.number is None:
            return None
        return "/".join(part for part in (self.number, self.year, self.symbol) if part)


@dataclass(frozen=True, slots=True)
class Symbols:
    """The known symbol letters, and the same by their folded form."""

    known: frozenset[str]
    folded: Mapping[str, str]


def symbols_of(reference: Reference) -> Symbols:
    """The symbols of paper types and agencies in `reference`, and of common drafting units."""
    known = {kind.symbol for kind in reference.document_types}
    known.update(
        name for agency in reference.agencies.values() for name in agency.abbreviations if " " not in name
    )
    known.update(AGENCY_SYMBOLS)
    known.discard("")
    folded: dict[str, str] = {}
    for part in sorted(known, key=lambda part: (len(part), part)):
        folded.setdefault(fold(part), part)
    return Symbols(frozenset(known), folded)


def find_number(text: str, symbols: Symbols) -> FoundNumber | None:
    """The document number in the text after `Số:`, in spite of a handwritten number."""
    year = _YEAR.search(text)
    found = _SYMBOL.search(text, year.end() if year else 0)
    if found is None:
        return None
    before = text[: (year or found).start()]
    digits = before.strip(" .…_:;·-")
    symbol, known = repair_symbol(re.sub(r"\s|(?<=-)-", "", found["symbol"]), symbols)
    return FoundNumber(
        number=digits if _NUMBER.match(digits) else None,
        year=year[1] if year else None,
        symbol=symbol,
        known=known,
        detached=not digits or not before.endswith(digits),
        start=len(before) - len(before.lstrip(" .…_:;·-")),
        end=found.end(),
    )


def repair_symbol(symbol: str, symbols: Symbols) -> tuple[str, float]:
    """Put Đ and other lost marks back where a known symbol says so: QD-UBND → QĐ-UBND."""
    parts = symbol.split("-")
    repaired = [_repair_part(part, symbols) for part in parts]
    return "-".join(part for part, _ in repaired), sum(known for _, known in repaired) / len(parts)


def _repair_part(part: str, symbols: Symbols) -> tuple[str, float]:
    if part in symbols.known:
        return part, 1.0
    key = fold(re.sub(r"Đ[ĐD]|DĐ", "Đ", part))
    if key in symbols.folded:
        return symbols.folded[key], 1.0
    if re.sub(r"\d", "", part) in symbols.known:
        return re.sub(r"\d", "", part), 0.7
    if len(part) >= 4 or (len(part) == 3 and not part.isupper()):
        near = [name for name in symbols.known if abs(len(name) - len(part)) <= 1 and _is_telling(name)]
        close = [name for name in near if Levenshtein.distance(fold(name), key, score_cutoff=1) <= 1]
        if len(close) == 1:
            return close[0], 0.7
    return part, 0.3


def _is_telling(name: str) -> bool:
    """Whether a symbol is long enough, or written so (TTr), that one wrong letter makes no other of it."""
    return len(name) >= 4 or (len(name) == 3 and not name.isupper())
