"""Cuts a question into pieces: words, quoted phrases, field names, operators, parentheses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.text import fold, nfc
from search import schema

_PIECE = re.compile(
    r"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<either>(?:OR(?=[\s()]|$)|\|))
    | (?P<without>-(?=[^\s-])(?<![^\s(]-))
    | (?<![\w:])(?P<name>[^\W\d]\w*):(?=(?P<apart>\s*)[^\s:)])
    | (?P<quoted>["“”«](?P<inside>[^"“”»]*)(?:["“”»]|$))
    | (?P<plain>[^\s()"“”«»|]+) | (?P<rest>.)""",
    re.VERBOSE,
)

_IN_CAPITALS = {"HOẶC": "either", "VÀ": "", "AND": "", "KHÔNG": "without", "NOT": "without"}
"""Words that join others, unless the whole question is in capitals: then they are words of a heading."""

_WORDS_OF_A_NAME = 3
"""A field may be written apart: `cơ quan:`, `mã hồ sơ:`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a question."""

    kind: str
    """open, close, either, without, name, quoted or plain."""
    text: str = ""
    close: bool = True
    """Of a name: whether its value follows at once."""


def pieces(text: str) -> list[Piece]:
    """The parts of `text` in order; what means nothing is left out."""
    joining = any(char.islower() for char in text)
    return _with_whole_names([_joined(piece) if joining else piece for piece in _raw(nfc(text))])


def field_key(name: str) -> str:
    """A field's name as the tables have it: without marks, spaces and underscores."""
    return fold(name).replace("_", "").replace(" ", "")


def is_field(name: str) -> bool:
    """Whether `name` stands for fields or for the date."""
    return field_key(name) in NAMES or field_key(name) in schema.DATE_NAMES


NAMES = {name.replace("_", ""): fields for name, fields in schema.names().items()}
"""What may stand before the colon, with the fields it looks at."""


def _raw(text: str) -> Iterator[Piece]:
    for found in _PIECE.finditer(text):
        kind = next(name for name in _KINDS if found[name] is not None)
        if kind in ("space", "rest"):
            continue
        content = {"quoted": found["inside"], "name": found["name"]}.get(kind, found[0])
        yield Piece(kind, content or "", not found["apart"])


_KINDS = ("space", "open", "close", "either", "without", "name", "quoted", "plain", "rest")


def _joined(piece: Piece) -> Piece:
    """`HOẶC`, `VÀ`, `KHÔNG` as the operators they are."""
    if piece.kind != "plain" or piece.text not in _IN_CAPITALS:
        return piece
    return Piece(_IN_CAPITALS[piece.text] or "space", piece.text)


def _with_whole_names(found: list[Piece]) -> list[Piece]:
    """Names written apart made whole; a name that is none, with its value apart, is a word."""
    made: list[Piece] = []
    for piece in found:
        if piece.kind != "name":
            made += [piece] if piece.kind != "space" else []
            continue
        for before in range(min(_WORDS_OF_A_NAME - 1, _plain_at_the_end(made)), -1, -1):
            words = [each.text for each in made[len(made) - before :]] if before else []
            name = " ".join([*words, piece.text])
            if is_field(name):
                del made[len(made) - before :]
                made.append(replace(piece, text=name))
                break
        else:
            made.append(piece if piece.close else Piece("plain", piece.text))
    return made


def _plain_at_the_end(made: list[Piece]) -> int:
    count = 0
    while count < len(made) and made[-1 - count].kind == "plain":
        count += 1
    return count
