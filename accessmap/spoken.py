"""A grant's row in words: one door for pages, lists, mail and evidence.

Whoever says a grant says it through a Speaker, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from accessmap.derive.abilities import Abilities, Texts
from accessmap.derive.names import names
from accessmap.graph.remembered import remembered
from accessmap.models import Grant
from accessmap.policy import explain
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.names import Names

Spans = tuple[explain.Span, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The three things that are said about a grant."""

    headline: Spans
    sentence: Spans
    consequence: Spans


@dataclass
class Speaker:
    """Says grants in one language; made once for a page or a list.

    ``language`` is a code such as en or ja-JP. Names, and what roles can do, are read
    when they are first needed.
    """

    language: str
    abilities: Abilities = field(default_factory=Abilities)
    _reaches: dict[Texts, tuple[str, ...] | None] = field(default_factory=dict)

    @cached_property
    def names(self) -> Names:
        """Return who is called how today."""
        return remembered("names", names)

    def expect(self, rows: Iterable[Grant]) -> None:
        """Read at once what the roles of ``rows`` can do: no others will be said."""
        self.abilities = Abilities(frozenset(row.resource_id for row in rows))

    def sentence(self, row: Grant) -> Spans:
        """Say who may do what, with what, on which condition."""
        reach = self._reach(row)
        return explain.sentence(row.value, self.names, self.language, reach=reach)

    def bare(self, row: Grant) -> Spans:
        """Say it without what the role can do today, which no policy's change tells.

        Beside an older text, of which nobody says it, it would read as if it were new.
        """
        return explain.sentence(row.value, self.names, self.language)

    def consequence(self, row: Grant) -> Spans:
        """Say what follows; empty where nothing does."""
        reach = self._reach(row)
        return explain.consequence(row.value, self.names, self.language, reach=reach)

    def headline(self, row: Grant) -> Spans:
        """Say it in the few words of a line in a list."""
        return explain.headline(row.value, self.names, self.language)

    def spoken(self, row: Grant) -> Spoken:
        """Say all three; what the role can do is asked once."""
        value, reach, names = row.value, self._reach(row), self.names
        language = self.language
        return Spoken(
            explain.headline(value, names, language),
            explain.sentence(value, names, language, reach=reach),
            explain.consequence(value, names, language, reach=reach),
        )

    def _reach(self, row: Grant) -> tuple[str, ...] | None:
        """Say what the role that is granted can do; None where that is not known."""
        if row.policy_kind != PolicyKind.TRUST or row.has_ended:
            return None
        texts = self.abilities.of(row.resource.account_id, row.resource_id)
        if texts not in self._reaches:  # many roles carry the same policies
            self._reaches[texts] = explain.reach_words(texts, self.language)
        return self._reaches[texts]
