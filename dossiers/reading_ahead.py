"""Ask for objects before they are needed: hides the way to the server and back."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 16
"""Objects asked for at a time."""


def ahead(
    pool: ThreadPoolExecutor, read: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[Result]:
    """Results of `read` in the order of `items`, a few of them worked on before they are asked for."""
    waiting = deque[Future[Result]]()
    for item in items:
        waiting.append(pool.submit(read, item))
        if len(waiting) >= AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def read_ahead(read: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Like `ahead`, in threads of its own."""
    with ThreadPoolExecutor(AHEAD, "ahead") as pool:
        yield from ahead(pool, read, items)
