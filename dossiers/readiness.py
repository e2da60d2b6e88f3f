"""Ask store and index whether they can be used now."""

from dossiers.services import Services


def check_ready(services: Services) -> None:
    """Read a little from the store and the index.

    Raises:
        Unavailable: one of them does not answer.
        SchemaOutdated: the index was built by another version.
    """
    next(iter(services.store.list("system/")), None)
    next(iter(services.index.ids()), None)
