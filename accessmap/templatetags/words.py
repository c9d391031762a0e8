"""Template tags that every template has, without loading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accessmap.language import reader_language
from accessmap.policy.rule import all_rules
from accessmap.verdicts import LOOKS, SEVERITY_TONE, Look, look

if TYPE_CHECKING:
    from accessmap.graph.last_seen import LastSeen
    from accessmap.models import Flag, Grant
    from accessmap.policy.explain import Span
    from accessmap.spoken import Speaker

register = template.Library()
SPEAKER = "_accessmap_speaker"


def _speaker(context: RequestContext) -> Speaker:
    """Return who says the grants of this page: one for all of them."""
    from accessmap.spoken import Speaker

    # Every include pushes its own layer, so what a page shares lies at the bottom.
    page: dict[str, Any] = context.render_context.dicts[0]  # type: ignore[assignment]
    if SPEAKER not in page:
        page[SPEAKER] = Speaker(reader_language())
    found: Speaker = page[SPEAKER]
    return found


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one sign of our sprite; the word beside it says what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def line(name: str) -> SafeString:
    """Draw the line that the map gives to a verdict."""
    return format_html(
        '<svg class="line" viewBox="0 0 30 8" aria-hidden="true">'
        '<use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def verdict_look(slug: str) -> Look:
    """Return word, icon and line of a verdict."""
    return look(slug)


@register.simple_tag
def verdict_looks() -> Sequence[Look]:
    """Return every verdict's look, worst first."""
    return tuple(LOOKS.values())


@register.simple_tag(takes_context=True)
def sentence_of(context: RequestContext, grant: Grant) -> Sequence[Span]:
    """Return what a grant says, as spans."""
    return _speaker(context).sentence(grant)


@register.simple_tag(takes_context=True)
def consequence_of(context: RequestContext, grant: Grant) -> Sequence[Span]:
    """Return what follows from a grant, as spans; empty where nothing does."""
    return _speaker(context).consequence(grant)


@register.simple_tag(takes_context=True)
def headline_of(context: RequestContext, grant: Grant) -> Sequence[Span]:
    """Return a grant in the few words of a line in a list, as spans."""
    return _speaker(context).headline(grant)


@register.simple_tag(takes_context=True)
def name_of(context: RequestContext, account_id: str) -> str:
    """Return what we call an account; empty where we do not know it."""
    return _speaker(context).names.accounts.get(account_id, "")


@register.simple_tag
def flag_look(flag: Flag) -> Mapping[str, str]:
    """Return the words and the tone of what a rule says about a grant."""
    tone = SEVERITY_TONE.get(flag.severity, "")
    rule = all_rules().get(flag.rule_id)
    if rule is None:
        return {"title": flag.rule_id, "sentence": "", "tone": tone}
    language = reader_language()
    sentence = rule.said(flag.arguments, language)
    return {"title": rule.title[language], "sentence": sentence, "tone": tone}


@register.simple_tag(takes_context=True)
def seen_of(context: RequestContext, grant: Grant) -> LastSeen | None:
    """Return since when nothing is known of a grant, by the page's ``seen_last``.

    None: it was read, or the page does not ask.
    """
    seen: Mapping[int, LastSeen] = context.get("seen_last") or {}
    return seen.get(grant.pk)


@register.filter
def initials(name: str) -> str:
    """Return the first letters of a person's names, two at most."""
    words = name.replace(".", " ").split()
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def in_parts(resource_type: str) -> SafeString:
    """Return a type of AWS's that may break between its parts, and nowhere else."""
    *owners, kind = resource_type.split("::")
    parts = format_html_join("", "{}::<wbr>", ([each] for each in owners))
    return format_html("{}{}", parts, kind)
