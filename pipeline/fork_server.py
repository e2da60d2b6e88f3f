"""The process that page processes are forked from.

Forking a parent that runs threads can copy a held lock; the fork server has none. It imports the
pipeline once, so that a new page process starts in milliseconds.
"""

import multiprocessing
import signal
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext

_PRELOADED = "pipeline.pool"


def start() -> ForkServerContext:
    """Start the server unless it runs, without waiting for it; the context of its children.

    Called before a command imports the pipeline itself, both import at the same time.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    # Ctrl-C reaches the whole foreground group; a server that still imports would answer with a traceback.
    # The tracker is started first: starting it unblocks the signal.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context
