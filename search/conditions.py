"""The few kinds of conditions a question is made of; each engine has one small writer for them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Words in a row in one kind of column."""

    words: tuple[str, ...]
    marked: bool
    named: bool = False
    """Whether the words are bound to a field (`terms.bound`)."""
    prefix: bool = False
    """Whether the last word may go on."""
    valued: bool = False
    """Whether only values of fields are looked at, not the text of pages."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these folded words."""

    words: tuple[str, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Exact:
    """A field whose whole value is one of these (`terms.exact_key`)."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readers:
    """A dossier that one of these agencies may see; narrows, never widens what the viewer may see."""

    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """A dossier whose date lies between two days, both included."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these; none at all is everything."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of these; none at all is nothing."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of these, or more."""

    count: int
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Everything but this."""

    part: "Condition"


Condition = Row | OneOf | Exact | Readers | Between | All | Any | AtLeast | Without
