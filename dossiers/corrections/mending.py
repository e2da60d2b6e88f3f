"""Takes in corrections whose writer was stopped between the correction and the dossier's record."""

from core.model import Dossier
from dossiers import records
from dossiers.assembly import rebuild_dossier
from dossiers.services import Services
from storage import keys


def settle_left_over(services: Services) -> int:
    """Bring every dossier that has corrections up to them; the number of records that changed.

    Costs one listing of the dossiers, and a rebuild only where there are corrections.
    """
    changed, last = 0, ""
    for info in services.store.list(keys.DOSSIERS):
        dossier, _, rest = info.key.removeprefix(keys.DOSSIERS).partition("/")
        if rest.startswith("corrections/") and dossier != last:
            last = dossier
            if not records.find(services.store, keys.dossier_key(dossier), Dossier):
                continue  # What was left behind of a dossier is not a dossier.
            before = records.load_dossier(services.store, dossier)
            changed += rebuild_dossier(services, dossier).dossier != before
    return changed
