"""How AWS's five access levels are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessmap.policy.kinds import AccessLevel

# Weakest first.
LEVELS: tuple[tuple[str, str | Promise], ...] = (
    (AccessLevel.LIST.value, _("List")),
    (AccessLevel.READ.value, _("Read")),
    (AccessLevel.TAGGING.value, _("Tag")),
    (AccessLevel.WRITE.value, _("Write")),
    (AccessLevel.PERMISSIONS.value, _("Change permissions")),
)
RANK: Mapping[str, int] = MappingProxyType(
    {slug: rank for rank, (slug, _word) in enumerate(LEVELS)}
)
