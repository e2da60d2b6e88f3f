"""Writes amounts in Vietnamese words, in the spellings that papers use."""

from dataclasses import dataclass

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Which of several usual words is written."""

    thousand: str = "nghìn"
    zero_tens: str = "linh"
    four: str = "bốn"
    """After tens from twenty on: bốn or tư."""
    five: str = "lăm"
    """After tens: lăm or nhăm."""
    billion: str = "tỷ"
    end: str = " đồng"


def in_words(amount: int, spelling: Spelling = Spelling()) -> str:
    """`amount` (0 to 999 999 999 999) in words, the first letter a capital."""
    groups = ((amount // unit % 1000, name) for unit, name in (
        (10**9, spelling.billion), (10**6, "triệu"), (10**3, spelling.thousand), (1, ""),
    ))  # fmt: skip
    said: list[str] = []
    for group, name in groups:
        if group:
            said += [*_group(group, spelling, first=not said), *([name] if name else [])]
    text = " ".join(said or [_DIGITS[0]]) + spelling.end
    return text[0].upper() + text[1:]


def _group(group: int, spelling: Spelling, *, first: bool) -> list[str]:
    """Three digits; behind others the hundreds are said even when there are none."""
    hundreds, tens, unit = group // 100, group // 10 % 10, group % 10
    said = [] if first and not hundreds else [_DIGITS[hundreds], "trăm"]
    if tens == 0 and unit:
        return [*said, *([spelling.zero_tens] if said else []), _DIGITS[unit]]
    if tens == 1:
        said.append("mười")
    elif tens:
        said += [_DIGITS[tens], "mươi"]
    return [*said, *([_unit(tens, unit, spelling)] if unit else [])]


def _unit(tens: int, unit: int, spelling: Spelling) -> str:
    if unit == 5 and tens:
        return spelling.five
    if tens > 1 and unit in (1, 4):
        return "mốt" if unit == 1 else spelling.four
    return _DIGITS[unit]
