"""Questions as officers type them, each with how well any dossier answers it, by its facts alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.search.corpus import Facts
from core.text import fold

BEST, SOME = 3, 1
"""What the question is about; what merely names it."""

Same = Callable[[str], str]
"""What of a text counts when facts are compared: all of it, or all but its marks."""
Grade = Callable[[Facts, Same], int]
Asked = tuple[str, Grade]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its answers."""

    kind: str
    text: str
    grades: Mapping[str, int]
    """Dossier → how well it answers; dossiers that do not are left out."""
    bare: str
    """The question without marks."""
    bare_grades: Mapping[str, int]
    """To that one, facts that differ by marks alone are equally good answers."""


def judged_questions(corpus: Sequence[Facts], each: int, seed: int) -> Iterator[Judged]:
    """`each` questions of every kind, all with at least one best answer."""
    for kind, ask in KINDS.items():
        rng = Random(f"questions/{seed}/{kind}")
        texts: set[str] = set()
        for facts in rng.sample(corpus, len(corpus)):
            asked = ask(facts, rng)
            if asked is None or asked[0] in texts:
                continue
            text, grade = asked
            texts.add(text)
            bare = " ".join(word if word == "OR" else fold(word) for word in text.split(" "))
            yield Judged(kind, text, _graded(corpus, grade, str), bare, _graded(corpus, grade, fold))
            if len(texts) == each:
                break


def _graded(corpus: Sequence[Facts], grade: Grade, same: Same) -> dict[str, int]:
    return {one.id: found for one in corpus if (found := grade(one, same))}


def _agree(text: str, *facts: Callable[[Facts], str], about: Facts) -> Asked:
    """The best answers agree with `about` in these facts; there are no others."""

    def grade(one: Facts, same: Same) -> int:
        return BEST * all(same(fact(one)) == same(fact(about)) for fact in facts)

    return text, grade


def _person(one: Facts) -> str:
    return one.case.applicant.name


def _commune(one: Facts) -> str:
    return one.commune


def _place(one: Facts) -> str:
    """As people say it: with its kind where it is one syllable, which may be any word."""
    return one.commune if " " in one.commune else one.case.applicant.address.commune


def _procedure(one: Facts) -> str:
    return one.case.procedure.name


def _agency(one: Facts) -> str:
    return one.case.procedure.agency


def _today(one: Facts) -> str:
    return one.case.today.isoformat()


def _name(facts: Facts, _: Random, text: str | None = None) -> Asked:
    name = _person(facts)

    def grade(one: Facts, same: Same) -> int:
        if same(_person(one)) == same(name):
            return BEST
        return SOME * (same(name) in (same(one.signer), same(one.case.clerk)))

    return text or name, grade


def _name_respelled(facts: Facts, rng: Random) -> Asked | None:
    """The other tone placement, or i for y."""
    other = " ".join(_OTHER.get(word, word) for word in _person(facts).split())
    return _name(facts, rng, other) if other != _person(facts) else None


_OTHER = {
    "Hòa": "Hoà",
    "Thúy": "Thuý",
    "Thủy": "Thuỷ",
    "Kỳ": "Kì",
    "Quý": "Quí",
    "Sỹ": "Sĩ",
    "Mỹ": "Mĩ",
    "Lý": "Lí",
}


def _name_and_place(facts: Facts, _: Random) -> Asked:
    return _agree(f"{_person(facts)} {_place(facts)}", _person, _commune, about=facts)


def _name_in_field(facts: Facts, _: Random) -> Asked:
    name = _person(facts)

    def grade(one: Facts, same: Same) -> int:
        return BEST * (same(name) in (same(_person(one)), same(one.signer)))

    return f'người:"{name}"', grade


def _name_slipped(facts: Facts, rng: Random) -> Asked | None:
    """Two neighbouring letters swapped in the longest word."""
    name = _person(facts)
    long = max(name.split(), key=len)
    at = rng.randrange(1, max(2, len(long) - 2))
    slipped = long[:at] + long[at + 1 : at + 2] + long[at] + long[at + 2 :]
    if len(long) < 5 or fold(slipped) == fold(long):
        return None
    return _agree(f"{name.replace(long, slipped)} {_place(facts)}", _person, _commune, about=facts)


def _code(facts: Facts, _: Random) -> Asked:
    return _agree(facts.case.code, lambda one: one.case.code, about=facts)


def _code_end(facts: Facts, _: Random) -> Asked:
    return _agree(facts.case.code[-11:], lambda one: one.case.code[-11:], about=facts)


def _code_unsigned(facts: Facts, _: Random) -> Asked:
    text = facts.case.code[-11:].replace("-", "")
    return _agree(text, lambda one: one.case.code[-11:], about=facts)


def _number(facts: Facts, _: Random, text: str | None = None) -> Asked:
    number = facts.number

    def grade(one: Facts, same: Same) -> int:
        if same(one.number) == same(number):
            return BEST
        return SOME * (same(number) in {same(cited) for cited in one.cited})

    return text or number, grade


def _number_apart(facts: Facts, rng: Random) -> Asked:
    return _number(facts, rng, facts.number.lower().replace("/", " ").replace("-", " "))


def _subject(facts: Facts, _: Random) -> Asked:
    return _agree(facts.topic, lambda one: one.topic, about=facts)


def _procedure_and_place(facts: Facts, _: Random) -> Asked:
    return _agree(f"{_procedure(facts)} {_place(facts)}", _procedure, _commune, about=facts)


def _short_forms(facts: Facts, _: Random) -> Asked | None:
    if not _agency(facts).startswith(_COMMITTEE):
        return None
    short = _agency(facts).replace(_COMMITTEE, "UBND").replace("phường", "P.")
    return _agree(f"{short} {_procedure(facts)}", _agency, _procedure, about=facts)


_COMMITTEE = "Ủy ban nhân dân"


def _spelled_out(facts: Facts, _: Random) -> Asked | None:
    day = facts.case.today
    if not _agency(facts).startswith(_COMMITTEE):
        return None
    return _agree(f"{_agency(facts)} {day.day}/{day.month}/{day.year}", _agency, _today, about=facts)


def _day_and_procedure(facts: Facts, _: Random) -> Asked:
    return _agree(f"{facts.case.today:%d/%m/%Y} {_procedure(facts)}", _today, _procedure, about=facts)


def _month_and_procedure(facts: Facts, _: Random) -> Asked:
    day = facts.case.today
    text = f"ngày:tháng {day.month} năm {day.year} {_procedure(facts)}"
    return _agree(text, lambda one: _today(one)[:7], _procedure, about=facts)


def _phrase_and_place(facts: Facts, _: Random) -> Asked:
    """A few words of a sentence in the middle of a page."""
    part = " ".join(facts.reason.split()[4:11]).strip(",.;")
    return _agree(f'"{part}" {_place(facts)}', lambda one: one.reason, _commune, about=facts)


def _fields(facts: Facts, rng: Random) -> Asked:
    """A name in one field, one of two places in another."""
    elsewhere = rng.choice(("Suối Hoa", "Kinh Bắc", "Từ Sơn"))
    text = f"người:({_person(facts)}) địa chỉ:({facts.commune} OR {elsewhere}) -số:{facts.number}x"

    def grade(one: Facts, same: Same) -> int:
        places = {same(facts.commune), same(elsewhere)}
        return BEST * (same(_person(one)) == same(_person(facts)) and same(one.commune) in places)

    return text, grade


def _address(facts: Facts, _: Random) -> Asked:
    street = facts.case.applicant.address.street
    return _agree(
        f"{street}, {facts.case.applicant.address.commune}",
        lambda one: one.case.applicant.address.street,
        _commune,
        about=facts,
    )


KINDS: Mapping[str, Callable[[Facts, Random], Asked | None]] = {
    "name": _name,
    "name spelled otherwise": _name_respelled,
    "name and place": _name_and_place,
    "name in its field": _name_in_field,
    "name with a slip, and place": _name_slipped,
    "dossier code": _code,
    "end of a code": _code_end,
    "end of a code, no signs": _code_unsigned,
    "number of an act": _number,
    "number of an act, spaced": _number_apart,
    "subject of an act": _subject,
    "procedure and place": _procedure_and_place,
    "short forms": _short_forms,
    "spelled out, and a day": _spelled_out,
    "day and procedure": _day_and_procedure,
    "month and procedure": _month_and_procedure,
    "phrase and place": _phrase_and_place,
    "fields": _fields,
    "address": _address,
}
OPERATORS = ("name in its field", "month and procedure", "fields")
"""Kinds whose questions have operators of ours, which no baseline knows."""
