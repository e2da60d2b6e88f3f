"""TCP relays on the loopback interface that can be cut or fall silent, as networks do."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

_CHUNK_BYTES = 1 << 16


class Link:
    """Relays one local port to another; made by `links`, which owns its loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, port: int, target: int) -> None:
        self.port = port
        self._loop = loop
        self._target = target
        self._server: asyncio.Server | None = None
        self._ends = set[asyncio.StreamWriter]()
        self._open = asyncio.Event()
        self._run(self._listen())
        self.mend()

    def cut(self) -> None:
        """Break all connections and refuse new ones."""
        self._run(self._close())

    def hush(self) -> None:
        """Take bytes in and pass none on; they come late, not never."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def mend(self) -> None:
        """Relay again, what was held back first."""
        self._loop.call_soon_threadsafe(self._open.set)
        self._run(self._listen())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._relay, "127.0.0.1", self.port)

    async def _close(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for end in self._ends:
            end.transport.abort()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, far_writer}
        self._ends |= ends
        try:
            ways = self._pass(reader, far_writer), self._pass(far_reader, writer)
            await asyncio.gather(*ways)
        finally:
            self._ends -= ends
            for end in ends:
                end.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK_BYTES):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
            writer.write_eof()


@contextmanager
def links() -> Iterator[Callable[[int, int], Link]]:
    """Makes links (port, target port) while the context lasts."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="links", daemon=True)
    thread.start()
    made = list[Link]()

    def make(port: int, target: int) -> Link:
        made.append(Link(loop, port, target))
        return made[-1]

    try:
        yield make
    finally:
        for link in made:
            link.cut()
        asyncio.run_coroutine_threadsafe(_others(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _others() -> None:
    """Let every relay come to its end."""
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}), return_exceptions=True)
