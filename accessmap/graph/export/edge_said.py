"""An edge of the map as a sentence, for files that are read without the map."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.graph.bundles import Bundle
from accessmap.graph.picture import signs
from accessmap.verdicts import RANK, look


def edge_said(edge: Bundle, who: str, where: str) -> str:
    """Say whom an edge lets in, where, by how many grants and with what verdicts."""
    names = {"who": who, "where": where}
    if edge.changes:
        names["signs"] = signs(edge.changes)
        return (
            _("%(who)s in %(where)s changed between the two dates: %(signs)s.") % names
        )
    if edge.is_blocked:
        return ngettext(
            "%(who)s would be trusted in %(where)s, but the %(n)s grant is blocked: "
            "%(verdicts)s.",
            "%(who)s would be trusted in %(where)s, but all %(n)s grants are blocked: "
            "%(verdicts)s.",
            edge.count,
        ) % {**names, "n": f"{edge.count:,}", "verdicts": _verdicts(edge.blocked)}
    held, blocked = sum(edge.held.values()), sum(edge.blocked.values())
    said = ngettext(
        "%(who)s is trusted in %(where)s by %(n)s grant: %(verdicts)s.",
        "%(who)s is trusted in %(where)s by %(n)s grants: %(verdicts)s.",
        held,
    ) % {**names, "n": f"{held:,}", "verdicts": _verdicts(edge.held)}
    if not blocked:
        return said
    more = ngettext("%(n)s more is blocked.", "%(n)s more are blocked.", blocked)
    return f"{said} {more % {'n': f'{blocked:,}'}}"


def _verdicts(counts: Mapping[str, int]) -> str:
    """Return the verdicts in words, worst first; how often each where they differ."""
    worst_first = sorted(counts, key=lambda verdict: RANK.get(verdict, 0))
    words = {verdict: str(look(verdict).word) for verdict in worst_first}
    if len(words) == 1:
        return words[worst_first[0]]
    return "; ".join(f"{word} ({counts[v]:,})" for v, word in words.items())
