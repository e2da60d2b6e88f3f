"""Checks of amounts: figures against words."""

from collections.abc import Iterator

from pipeline.extract.amounts import amount_of
from pipeline.extract.checks.reading import Check, Told, Values, text_of, too_doubtful
from pipeline.extract.lexicon import Lexicon


def _figures_are_words(fields: Values, _: Lexicon) -> Iterator[Told]:
    """Silent about words that make no number: they are misread, not wrong."""
    fee, words = fields.get("fee"), text_of(fields, "fee_words")
    if fee is None or not isinstance(fee.value, int) or not words:
        return
    if fee.paper != fields["fee_words"].paper or too_doubtful(fields, "fee", "fee_words"):
        return
    written = amount_of(words)
    if written is not None and written != fee.value:
        yield "fee", "Số tiền bằng số khác số tiền bằng chữ."
        yield "fee_words", "Số tiền bằng chữ khác số tiền bằng số."


MONEY_CHECKS: tuple[Check, ...] = (_figures_are_words,)
