"""The versioned indices behind the two aliases, and moving the aliases from build to build."""

import secrets
import time

from elasticsearch import BadRequestError, Elasticsearch

from core.errors import SchemaOutdated
from search.elastic_mapping import dossier_mapping, page_mapping, settings
from search.schema import SCHEMA_VERSION

GRACE_SECONDS = 1.0
"""How long replaced indices are kept for searches that were on their way."""

_FIRST = "first"
"""The stamp of the indices that `prepare` creates: fixed, so that two processes create them once."""


class Builds:
    """Knows the names to read and write: the aliases, or the indices of a fresh build."""

    def __init__(self, client: Elasticsearch, prefix: str, shards: int, *, fresh: bool) -> None:
        self._client = client
        self._shards = shards
        self._kinds = {f"{prefix}-dossiers": dossier_mapping(), f"{prefix}-pages": page_mapping()}
        self._stamp = (
            f"{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{secrets.token_hex(3)}" if fresh else ""
        )
        self.dossiers, self.pages = (self._name(alias) for alias in self._kinds)
        self._checked = False

    @property
    def live(self) -> bool:
        """Whether the aliases are used."""
        return not self._stamp

    def prepare(self) -> None:
        """Create the indices when they are missing; a fresh build that was interrupted is gone on with.

        Raises:
            SchemaOutdated: those behind the aliases were built by another version.
        """
        if self._stamp and not self._checked:
            self._stamp = self._unfinished() or self._stamp
            self.dossiers, self.pages = (self._name(alias) for alias in self._kinds)
        for alias, mapping in self._kinds.items():
            if not self._client.indices.exists(index=self._name(alias)):
                self._create(alias, mapping)
        self.check()
        if self._stamp:
            self.refresh()

    def _unfinished(self) -> str | None:
        """The stamp of a build of our schema that was begun and never swapped in: refreshing is off there."""
        start = f"{next(iter(self._kinds))}-v{SCHEMA_VERSION}-"
        found = self._client.indices.get_settings(
            index=f"{start}*", name="index.refresh_interval", flat_settings=True
        )
        off = [name for name, one in found.items() if one["settings"].get("index.refresh_interval") == "-1"]
        return max(off).removeprefix(start) if off else None

    def check(self) -> None:
        """Make sure, once, that the indices in use have our schema."""
        if self._checked:
            return
        found = self._client.indices.get_mapping(index=f"{self.dossiers},{self.pages}")
        for index in found.values():
            if index["mappings"].get("_meta", {}).get("schema") != SCHEMA_VERSION:
                raise SchemaOutdated("The search index was built by another version; run `sohoa reindex`.")
        self._checked = True

    def refresh(self) -> None:
        """Show what was written to searches."""
        self._client.indices.refresh(index=f"{self.dossiers},{self.pages}")

    def swap(self) -> None:
        """Put both aliases on the fresh indices in one step, then delete all others.

        They are deleted when searches that were on their way have ended: removed in the same step, about one
        search in six hundred that was just being sent met an index without a shard (8.19.21).
        """
        if not self._stamp:
            return
        mine = (self.dossiers, self.pages)
        self.refresh()
        self._client.indices.put_settings(index=",".join(mine), settings=settings(fresh=False))
        patterns = ",".join(f"{alias}-v*" for alias in self._kinds)
        others = [name for name in self._client.indices.get(index=patterns) if name not in mine]
        pairs = list(zip(mine, self._kinds, strict=True))
        actions = [
            {"remove": {"index": f"{alias}-v*", "alias": alias, "must_exist": False}} for _, alias in pairs
        ]
        actions += [{"add": {"index": index, "alias": alias}} for index, alias in pairs]
        self._client.indices.update_aliases(actions=actions)
        self._stamp = ""
        self.dossiers, self.pages = self._kinds
        if others:
            time.sleep(GRACE_SECONDS)
            self._client.indices.delete(index=others, ignore_unavailable=True)

    def _name(self, alias: str) -> str:
        return f"{alias}-v{SCHEMA_VERSION}-{self._stamp}" if self._stamp else alias

    def _create(self, alias: str, mapping: dict[str, object]) -> None:
        name = f"{alias}-v{SCHEMA_VERSION}-{self._stamp or _FIRST}"
        try:
            self._client.indices.create(
                index=name,
                mappings=mapping,
                settings={"number_of_shards": self._shards, **settings(fresh=bool(self._stamp))},
                aliases={} if self._stamp else {alias: {}},
            )
        except BadRequestError as exc:
            if exc.error != "resource_already_exists_exception":
                raise
