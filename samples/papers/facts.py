"""Records the facts of lists: grounds, articles, recipients."""

from samples.draft import Draft
from samples.grounds import grounds

FIRST_WORDS = 12
"""So many words of an article or clause are recorded."""


def record_ground(draft: Draft, text: str) -> None:
    """Record the acts a ground names, unless it runs over two sheets."""
    if draft.begun is draft.sheet:
        for parts in grounds(text):
            draft.item("legal_citations", parts)


def record_article(draft: Draft, text: str, article: str, clause: str | None = None) -> None:
    """Record an article or one of its clauses with its first words."""
    first = " ".join(text.split()[:FIRST_WORDS]).rstrip(" .;:,/")
    place = {"article": article} | ({"clause": clause} if clause else {})
    draft.item("articles", place | {"text": first})


def record_recipient(draft: Draft, role: str, name: str, copies: str = "") -> None:
    """Record whom the paper goes to; `copies` as printed: 05b."""
    counted = {"copies": str(int(copies.rstrip("b")))} if copies else {}
    draft.item("recipients", {"role": role} | counted | {"name": name.rstrip(" ;.")})
