"""Ways of writing the same: short forms, tone placement, dates; and what engines make of bad scans."""

import re
from dataclasses import dataclass
from datetime import date
from random import Random

from core.text import fold

_SHORT = (
    ("Ủy ban nhân dân", "UBND"),
    ("ỦY BAN NHÂN DÂN", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
    ("thành phố ", "TP. "),
    ("THÀNH PHỐ ", "TP. "),
    ("phường ", "P. "),
    ("thị xã ", "TX. "),
    ("thủ tục hành chính", "TTHC"),
    ("giấy chứng nhận", "GCN"),
    ("Giấy chứng nhận", "GCN"),
    ("quyền sử dụng đất", "QSDĐ"),
    ("Khoa học và Công nghệ", "KH&CN"),
    ("bảo hiểm y tế", "BHYT"),
    ("an toàn thực phẩm", "ATTP"),
)
_NEW_TONE = re.compile(r"\b(\w*?)([òóỏõọ])([ae])\b|\b(\w*?[^qQ\W])([ùúủũụ])(y)\b")
_PLACED = {"ò": "\u0300", "ó": "\u0301", "ỏ": "\u0309", "õ": "\u0303", "ọ": "\u0323"} | {
    "ù": "\u0300", "ú": "\u0301", "ủ": "\u0309", "ũ": "\u0303", "ụ": "\u0323",
}  # fmt: skip
_MARKS = ("ấẩ", "ếể", "ốổ", "ộô", "ệê", "ạa", "ịi", "ừư", "ữử", "ơo", "ưu", "đd", "áả", "ìi", "ăâ")
_LETTERS = (("rn", "m"), ("m", "rn"), ("tr", "ư"), ("l", "i"), ("i", "l"), ("c", "e"), ("n", "u"), ("h", "b"))


@dataclass(frozen=True, slots=True)
class Style:
    """How one office writes, or how one scan is read."""

    rng: Random
    short: bool = False
    new_tone: bool = False
    dates: str = "words"
    wrong: float = 0.0
    """Share of words that are misread."""

    @classmethod
    def pick(cls, rng: Random) -> "Style":
        """Any of the habits."""
        dates = rng.choice(("words", "words", "slashes", "dots", "dashes"))
        return cls(rng, rng.random() < 0.4, rng.random() < 0.3, dates)

    def written(self, text: str) -> str:
        """`text` by this office's habits."""
        for full, short in _SHORT if self.short else ():
            text = text.replace(full, short)
        return _NEW_TONE.sub(_moved, text) if self.new_tone else text

    def misread(self, text: str) -> str:
        """`text` with `wrong` of its words spoiled: marks most often, then letters, then spaces."""
        lines = [
            " ".join(
                self._spoiled(word) if self.rng.random() < self.wrong else word for word in line.split(" ")
            )
            for line in text.split("\n")
        ]
        return "\n".join(lines).replace("\x00 ", "")

    def _spoiled(self, word: str) -> str:
        way = self.rng.random()
        if way < 0.6:
            return _other_mark(word, self.rng)
        if way < 0.9:
            fits = [(one, other) for one, other in _LETTERS if one in word]
            return word.replace(*self.rng.choice(fits), 1) if fits else word[:-1] or word
        return word + "\x00"


def shown_date(day: date, style: Style) -> str:
    """`day` as the office prints it."""
    match style.dates:
        case "slashes":
            return f"ngày {day:%d/%m/%Y}"
        case "dots":
            return f"ngày {day.day}.{day.month}.{day.year}"
        case "dashes":
            return f"{day:%d-%m-%Y}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _moved(found: re.Match[str]) -> str:
    head, toned, vowel = found.groups()[:3] if found[2] else found.groups()[3:]
    return f"{head}{fold(toned)}{vowel}{_PLACED[toned]}"


def _other_mark(word: str, rng: Random) -> str:
    fits = [(pair[0], pair[1]) for pair in _MARKS if pair[0] in word]
    return word.replace(*rng.choice(fits), 1) if fits else fold(word)
