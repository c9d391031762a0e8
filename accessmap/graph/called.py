"""What a place of the map is called where no picture is at hand to tell it."""

from __future__ import annotations

from functools import cached_property

from django.utils.translation import gettext as _

from accessmap.graph.parties import ACCOUNT_ID, Group, Parties
from accessmap.graph.picture import group_words, party_name

REST = "rest:"  # begins the name of a place for those that the shore has no room for
KNOWN = ("all:", "unit:", "outside:", "OIDC:", "SAML:")
SYMBOLS = frozenset({"public", "any-account"})


class Called:
    """Calls places and edges as the map does, by who is who today."""

    def __call__(self, name: str) -> str:
        """Return what a place is called; an edge by both its ends."""
        return " → ".join(self._place(each) for each in name.split(">"))

    @cached_property
    def _parties(self) -> Parties:
        return Parties()

    def _place(self, name: str) -> str:
        if name.startswith(REST):
            groups = {f"{REST}{group}": group_words().get(group, "") for group in Group}
            return _("%(group)s: the rest") % {"group": groups.get(name) or name}
        is_account = len(name) == ACCOUNT_ID and name.isdigit()
        is_service = name.endswith(".amazonaws.com")
        if not (is_account or is_service or name in SYMBOLS or name.startswith(KNOWN)):
            return name
        called, note = party_name(self._parties.of_id(name))
        if is_account:
            return f"{called} {name}" if called != name else name
        return f"{called} ({note})" if name in SYMBOLS and note else called
