"""The versioned indices behind the two aliases, and moving the aliases from build to build."""

import secrets
import time

from elasticsearch import BadRequestError, Elasticsearch

from core.errors import SchemaOutdated
from search.elastic_mapping import dossier_mapping, page_mapping, settings
from search.schema import SCHEMA_VERSION

_FIRST = "first"
"""The stamp of the indices that `prepare` creates: fixed, so that two processes create them once."""


class Builds:
    """Knows the names to read and write: the aliases, or the indices of a fresh build."""

    def __init__(self, client: Elasticsearch, prefix: str, *, fresh: bool) -> None:
        self._client = client
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
        """Create the indices when they are missing.

        Raises:
            SchemaOutdated: those behind the aliases were built by another version.
        """
        for alias, mapping in self._kinds.items():
            if not self._client.indices.exists(index=self._name(alias)):
                self._create(alias, mapping)
        self.check()

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
        """Put both aliases on the fresh indices and delete all others in one step."""
        if not self._stamp:
            return
        mine = (self.dossiers, self.pages)
        self.refresh()
        self._client.indices.put_settings(index=",".join(mine), settings=settings(fresh=False))
        patterns = ",".join(f"{alias}-v*" for alias in self._kinds)
        others = [name for name in self._client.indices.get(index=patterns) if name not in mine]
        actions = [{"remove_index": {"index": name}} for name in others]
        actions += [
            {"add": {"index": index, "alias": alias}} for index, alias in zip(mine, self._kinds, strict=True)
        ]
        self._client.indices.update_aliases(actions=actions)
        self._stamp = ""
        self.dossiers, self.pages = self._kinds

    def _name(self, alias: str) -> str:
        return f"{alias}-v{SCHEMA_VERSION}-{self._stamp}" if self._stamp else alias

    def _create(self, alias: str, mapping: dict[str, object]) -> None:
        name = f"{alias}-v{SCHEMA_VERSION}-{self._stamp or _FIRST}"
        try:
            self._client.indices.create(
                index=name,
                mappings=mapping,
                settings={"number_of_shards": 1, **settings(fresh=bool(self._stamp))},
                aliases={} if self._stamp else {alias: {}},
            )
        except BadRequestError as exc:
            if exc.error != "resource_already_exists_exception":
                raise
