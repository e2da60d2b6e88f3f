"""Turns what Elasticsearch and its client say into our errors."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from elasticsearch import ApiError, NotFoundError, TransportError
from elasticsearch.exceptions import AuthenticationException, AuthorizationException, UnsupportedProductError

from core.errors import ConfigError, DiskFull, SchemaOutdated, SohoaError, Unavailable
from search.elastic_bulk import BLOCKED, TOO_MANY_REQUESTS, Outcome

_OF_THE_DOSSIER = frozenset(
    {
        "document_parsing_exception",
        "illegal_argument_exception",
        "mapper_parsing_exception",
        "strict_dynamic_mapping_exception",
    }
)
"""Refusals for what a dossier holds; another one would be taken."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the client's errors into ours."""
    try:
        yield
    except ApiError as exc:
        raise _translation(exc) from exc
    except UnsupportedProductError as exc:
        raise ConfigError("SOHOA_INDEX does not lead to Elasticsearch 8.19 or newer; check it.") from exc
    except TransportError as exc:
        raise Unavailable("Elasticsearch can't be reached; check SOHOA_INDEX and the server.") from exc


def refusal(outcomes: Sequence[Outcome]) -> SohoaError:
    """The error for writes that the server did not take; the cause that lies furthest out decides."""
    blocked = [each for each in outcomes if each.error == BLOCKED]
    if blocked:
        return _blocked(blocked[0].status)
    if any(_is_busy(each.status) for each in outcomes):
        return _busy()
    dossiers = len({each.action.id.partition("/")[0] for each in outcomes})
    if all(each.error in _OF_THE_DOSSIER for each in outcomes):
        message = f"Elasticsearch refused {dossiers} dossiers for what they hold; see its log."
        return SohoaError(message, code="dossier_refused")
    message = f"Elasticsearch refused {dossiers} dossiers; see its log, then run `sohoa sweep --repair`."
    return SohoaError(message, code="index_refused")


def _translation(error: ApiError) -> SohoaError:
    if error.error == BLOCKED:
        return _blocked(error.status_code)
    if isinstance(error, AuthenticationException | AuthorizationException):
        return ConfigError(
            "Elasticsearch refuses the API key; check SOHOA_INDEX_API_KEY.", code="index_denied"
        )
    if isinstance(error, NotFoundError):
        return SchemaOutdated("There is no search index yet; run `sohoa reindex`.")
    if _is_busy(error.status_code):
        return _busy()
    message = f"Elasticsearch refuses a request (status {error.status_code}); run `sohoa doctor`."
    return SohoaError(message, code="index_refused")


def _is_busy(status: int) -> bool:
    return status == TOO_MANY_REQUESTS or status >= 500


def _busy() -> Unavailable:
    return Unavailable("Elasticsearch is overloaded or starting; try again in a moment.")


def _blocked(status: int) -> Unavailable:
    """An index that takes no writes; by the watermark of its disk the status is that of an overload."""
    if status == TOO_MANY_REQUESTS:
        return DiskFull(
            "Elasticsearch made the index read-only because its disk is full; make room, then it goes on.",
            code="index_full",
        )
    return Unavailable(
        "The index is set read-only; lift its block, then work goes on.", code="index_read_only"
    )
