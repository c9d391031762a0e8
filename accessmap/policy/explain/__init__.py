"""Say a grant in words, in English and in Japanese; always the same words.

Each answer is a tuple of spans: pages show bold and ids, ``plain`` makes it text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from accessmap.policy.effective import Gate
from accessmap.policy.explain import en, ja
from accessmap.policy.explain.accounts import Standing, standing
from accessmap.policy.explain.gate import GateWords, gate_in_words
from accessmap.policy.explain.outcome import outcome, use
from accessmap.policy.explain.phrases import Language
from accessmap.policy.explain.reach import reach as reached
from accessmap.policy.explain.spacing import spaced
from accessmap.policy.explain.spans import Span, Spans, plain, started
from accessmap.policy.explain.what import Reach, what, what_in_short
from accessmap.policy.explain.when import asked, blocker, when
from accessmap.policy.explain.who import brief, who
from accessmap.policy.grant import Condition, Grant
from accessmap.policy.kinds import Verdict
from accessmap.policy.names import Names

__all__ = [
    "LANGUAGES",
    "GateWords",
    "Names",
    "Span",
    "Spans",
    "condition_words",
    "consequence",
    "gate_words",
    "headline",
    "plain",
    "reach_words",
    "sentence",
    "use_words",
    "verdict_words",
]

LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {"en": Language("en", en.PHRASES), "ja": Language("ja", ja.PHRASES, spaced)}
)
_NOBODY = Names()


def _spoken(language: str) -> Language:
    """Return the language of a code such as ja, ja-JP or en-GB; else English."""
    return LANGUAGES.get(language.partition("-")[0].lower(), LANGUAGES["en"])


def sentence(
    grant: Grant, names: Names, language: str, *, reach: Reach = None
) -> Spans:
    """Say who may do what with which resource, on which condition, and what stops it.

    ``reach`` says in words what the role can do, for a trust policy; None: not read.
    """
    words = _spoken(language)
    total = [each for each in grant.blocked_by if each.is_total]
    slots = {
        "who": who(words, grant, names),
        "what": what(words, grant, names, reach),
        "when": when(words, grant, names),
    }
    if total:
        stops = words.joined([blocker(words, each) for each in total])
        said = words.say("sentence.could", blocker=stops, **slots)
    else:
        said = words.say("sentence.may", **slots)
    return words.finish(words.lines(said, *_caveats(words, grant)))


def _caveats(words: Language, grant: Grant) -> list[Spans]:
    """Return what else must be said, a sentence each."""
    said = []
    if grant.verdict is Verdict.UNKNOWN and not grant.unknown:
        said.append(words.say("undecided.who"))
    parts = [blocker(words, each) for each in grant.blocked_by if not each.is_total]
    if parts:
        said.append(started(words.say("partly", blocker=words.joined(parts))))
    if grant.unknown:
        said.append(words.say("undecided", list=words.joined(grant.unknown)))
    if grant.is_approximate:
        said.append(words.say("approximate"))
    return said


def consequence(
    grant: Grant, names: Names, language: str, *, reach: Reach = None
) -> Spans:
    """Say what follows from the grant: "and so"."""
    words = _spoken(language)
    return words.finish(outcome(words, grant, names, reach))


def headline(grant: Grant, names: Names, language: str) -> Spans:
    """Say the grant in a few words, for a line of a list; the account stands beside."""
    words = _spoken(language)
    phrase = "headline.could" if grant.is_blocked else "headline.may"
    said = words.say(
        phrase, who=brief(words, grant, names), what=what_in_short(words, grant, names)
    )
    return words.finish(said)


def condition_words(
    condition: Condition, language: str, names: Names = _NOBODY
) -> Spans:
    """Say what one condition asks for, as it would stand after "if"."""
    words = _spoken(language)
    return words.finish(asked(words, condition, names))


def verdict_words(grant: Grant, language: str, names: Names = _NOBODY) -> str:
    """Say the verdict in a word or two, with who is outside where it is external."""
    words = _spoken(language)
    phrase = f"verdict.{grant.verdict}"
    found = standing(grant, names)
    is_outsider = grant.verdict is Verdict.EXTERNAL and grant.principal.account_id
    if is_outsider and found in {Standing.FORMER, Standing.STRANGER}:
        phrase = f"{phrase}.{found}"
    return words.text(phrase)


def use_words(
    last_used_at: datetime | None, now: datetime, language: str, *, is_known: bool
) -> Spans:
    """Say when a role was last used."""
    return use(_spoken(language), last_used_at, now, is_known=is_known)


def gate_words(gate: Gate, language: str) -> GateWords:
    """Say one gate at either end: what it is, what it does, and why."""
    return gate_in_words(_spoken(language), gate)


def reach_words(documents: Iterable[object], language: str) -> tuple[str, ...] | None:
    """Say what a role's identity policies let it do: for ``reach`` above."""
    return reached(_spoken(language), documents)
