"""Whether a text of ready tokens fulfils a condition: for the few texts that were found already."""

from dataclasses import dataclass

from search.conditions import All, Any, AtLeast, Condition, OneOf, Row, Without


@dataclass(frozen=True, slots=True)
class Text:
    """Tokens with and without marks."""

    marked: str
    """Joined by single spaces, with one before and one behind."""
    folded: str
    words: frozenset[str]
    """The folded tokens."""

    @classmethod
    def of(cls, marked: str, folded: str) -> "Text":
        """The text of tokens joined by single spaces."""
        return cls(f" {marked} ", f" {folded} ", frozenset(folded.split(" ")))


def fulfils(text: Text, part: Condition) -> bool:
    """Whether `text` has the words of `part`; conditions on other things than words never hold."""
    match part:
        case Row((word,), False, prefix=False):
            return word in text.words
        case Row(words, marked, prefix=prefix):
            row = " " + " ".join(words) + ("" if prefix else " ")
            return row in (text.marked if marked else text.folded)
        case OneOf(words):
            return not text.words.isdisjoint(words)
        case All(parts):
            return all(fulfils(text, each) for each in parts)
        case Any(parts):
            return any(fulfils(text, each) for each in parts)
        case AtLeast(count, parts):
            return sum(fulfils(text, each) for each in parts) >= count
        case Without(inner):
            return not fulfils(text, inner)
    return False
