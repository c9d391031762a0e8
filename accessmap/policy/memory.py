"""What was decided lately, by shape: for one zone of trust, and never without bound."""

from __future__ import annotations

from collections.abc import Callable

from accessmap.policy.mould import Mould, mould_of, poured
from accessmap.policy.shape import shape_of
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.zone import ZoneOfTrust

MOST = 16_384  # shapes; the one used longest ago goes first
_MOST_ACCOUNTS = 65_536


class Memory:
    """Answers that can be given again."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._zone: ZoneOfTrust | None = None
        self._moulds: dict[tuple[object, ...], Mould] = {}
        self._places: dict[str, int] = {}
        self._kinds: dict[tuple[object, ...], int] = {}

    def derive(
        self, subject: Subject, zone: ZoneOfTrust, decide: Callable[[], Derivation]
    ) -> Derivation:
        """Return what ``decide`` says, or said of a document of the same shape."""
        if self._zone is not zone:
            self.forget()
            self._zone = zone
        shape = shape_of(subject, self._place)
        if shape is None:
            return decide()
        key, moulds = shape.key, self._moulds
        if mould := moulds.pop(key, None):
            moulds[key] = mould  # last, as the one used lately
            return poured(mould, subject, shape.marks) or decide()
        found = decide()
        if not shape.is_fixed and (made := mould_of(found, shape.marks)):
            moulds[key] = made
            if len(moulds) > MOST:
                del moulds[next(iter(moulds))]
        return found

    def forget(self) -> None:
        """Drop everything that was decided."""
        self._zone = None
        self._moulds, self._places, self._kinds = {}, {}, {}

    def _place(self, account_id: str) -> int:
        """Return one number for all accounts that stand at one place."""
        place = self._places.get(account_id)
        if place is None:
            place = self._find(account_id)
        return place

    def _find(self, account_id: str) -> int:
        zone = self._zone or ZoneOfTrust()
        kind = (
            account_id in zone.accounts,
            account_id in zone.former_accounts,
            account_id == zone.management_account,
            account_id in zone.canonical_ids.values(),
            zone.paths.get(account_id, ""),
        )
        if len(self._places) >= _MOST_ACCOUNTS:
            self._places = {}
        place = self._kinds.setdefault(kind, len(self._kinds))
        self._places[account_id] = place
        return place
