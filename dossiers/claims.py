"""Claims: one worker at a time on a submission, and a dead worker's work taken over.

A claim is taken with `if_absent`, renewed and released with `if_match`, never
deleted by its holder's successor. It is dead when its etag has not changed for a
whole lease on the observer's own monotonic clock, or when its owner is a process
of this machine that has ended, so a restart after a kill need not wait.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from core import codec
from core.errors import Conflict, NotFound, SohoaError
from dossiers import owner
from storage.keys import claim_key
from storage.store import ObjectStore

SCHEMA = "sohoa.claim/1"


@dataclass(frozen=True, slots=True)
class Failure:
    """A try that failed by the work's own fault."""

    code: str
    """Slug of the error; internal for what is no error of ours."""
    kind: str
    """Class of the error; empty when nobody lived to see it."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """Who works on a submission."""

    nonce: str
    """Random; tells two claims of one process apart."""
    owner: str
    counter: int = 0
    """Renewals so far, so that the etag changes."""
    released: bool = False
    failures: tuple[Failure, ...] = ()
    """Tries that failed so far, whoever made them."""
    deaths: int = 0
    """Holders so far that ended without letting go."""
    hindered: str = ""
    """Slug of what kept the last holder from finishing, where that was not the work's own fault."""


class ClaimLost(Conflict):
    """Another worker has taken over; whatever this one still does changes nothing."""

    default_code = "claim_lost"


class Claimed(Conflict):
    """Another living worker holds the submission."""

    default_code = "claimed"


class HeldClaim:
    """A claim this process holds; `check` before anything that must not happen twice."""

    def __init__(self, store: ObjectStore, submission: str, claim: Claim, etag: str) -> None:
        self._store = store
        self._submission = submission
        self._claim = claim
        self._etag = etag
        self._lost = threading.Event()
        self._writing = threading.Lock()

    @property
    def claim(self) -> Claim:
        """The claim as it was last written."""
        return self._claim

    def fail(self, failure: Failure) -> Claim:
        """Write down, for whoever tries next, that this try failed; the claim as it stands then."""
        self._write(replace(self._claim, failures=(*self._claim.failures, failure), hindered=""))
        return self._claim

    def hinder(self, code: str) -> None:
        """Note, for people, what keeps this try from its end; written with the release."""
        with self._writing:
            self._claim = replace(self._claim, hindered=code)

    def succeed(self) -> None:
        """Forget what failed before; written with the release."""
        with self._writing:
            self._claim = replace(self._claim, failures=(), deaths=0, hindered="")

    def check(self) -> None:
        """Raise `ClaimLost` when the claim is no longer ours."""
        if self._lost.is_set():
            raise ClaimLost("Another worker took this submission over; nothing is left to do here.")

    def renew(self) -> None:
        """Show that the holder is alive. A store that does not answer is tried again next time."""
        self._write(replace(self._claim, counter=self._claim.counter + 1))

    def release(self) -> None:
        """Let others have it at once."""
        self._write(replace(self._claim, released=True))

    def _write(self, claim: Claim) -> None:
        with self._writing:
            if self._lost.is_set():
                return
            data = codec.encode(claim, SCHEMA)
            try:
                self._etag = self._put(data, self._etag)
            except Conflict:
                try:
                    self._etag = self._put(data, self._own_etag())
                except Conflict:
                    self._lost.set()
                    return
            self._claim = claim

    def _put(self, data: bytes, etag: str) -> str:
        return self._store.put(claim_key(self._submission), data, if_match=etag)

    def _own_etag(self) -> str:
        """The etag of the claim if it is still ours: a write before may have succeeded unheard.

        Raises:
            Conflict: it is somebody else's.
        """
        try:
            blob = self._store.get(claim_key(self._submission))
            if codec.decode(blob.data, Claim, SCHEMA).nonce == self._claim.nonce:
                return blob.etag
        except (NotFound, codec.Undecodable):
            pass
        raise Conflict("Another worker has this submission.")


@contextmanager
def hold(store: ObjectStore, submission: str, lease_seconds: float, wait: bool = True) -> Iterator[HeldClaim]:
    """Hold the claim on a submission, renewed in the background.

    Raises:
        Claimed: a living worker has it (with `wait`, only when it is renewed meanwhile).
    """
    held = _take(store, submission, lease_seconds, wait)
    stop = threading.Event()
    renewing = threading.Thread(target=_keep, args=(held, stop, lease_seconds / 4), daemon=True)
    renewing.start()
    try:
        yield held
    finally:
        stop.set()
        renewing.join()
        held.release()


def _keep(held: HeldClaim, stop: threading.Event, every_seconds: float) -> None:
    while not stop.wait(every_seconds):
        try:
            held.renew()
        except SohoaError:
            continue


def _take(store: ObjectStore, submission: str, lease_seconds: float, wait: bool) -> HeldClaim:
    key = claim_key(submission)
    claim = Claim(uuid4().hex, owner.this_process())
    data = codec.encode(claim, SCHEMA)
    try:
        return HeldClaim(store, submission, claim, store.put(key, data, if_absent=True))
    except Conflict:
        before, etag = _free(store, submission, lease_seconds, wait)
    deaths = before.deaths + (not before.released)
    claim = replace(claim, failures=before.failures, deaths=deaths)
    try:
        data = codec.encode(claim, SCHEMA)
        return HeldClaim(store, submission, claim, store.put(key, data, if_match=etag))
    except Conflict as exc:
        raise Claimed("Another worker has just taken this submission.") from exc


def _free(store: ObjectStore, submission: str, lease_seconds: float, wait: bool) -> tuple[Claim, str]:
    """A claim that may be taken over, with its etag, watched for a lease if need be."""
    blob = store.get(claim_key(submission))
    claim = codec.decode(blob.data, Claim, SCHEMA)
    if claim.released or owner.is_dead(claim.owner):
        return claim, blob.etag
    if not wait:
        raise Claimed("Another worker is on this submission.")
    deadline = time.monotonic() + lease_seconds
    while time.monotonic() < deadline:
        time.sleep(min(1.0, lease_seconds / 4))
        try:
            seen = store.get(claim_key(submission))
        except NotFound as exc:
            raise Claimed("Another worker is on this submission.") from exc
        now = codec.decode(seen.data, Claim, SCHEMA)
        if now.released:
            return now, seen.etag
        if seen.etag != blob.etag:
            raise Claimed("Another worker is on this submission.")
    return claim, blob.etag
