"""Who answers for something, by its tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from accessmap.models import User

OWNER_TAGS = ("owner",)


def owner_tag(tags: Mapping[str, str]) -> str:
    """Return the value of the Owner tag, whatever its case; empty if there is none."""
    for key, value in sorted(tags.items()):
        if key.casefold() in OWNER_TAGS:
            return value
    return ""


def as_written(names: Iterable[str]) -> frozenset[str]:
    """Return the names, and how else the same people are written.

    Pages say a person's name, tags and lists of owners a mail address or a user's name:
    whoever asks by one of these means the person.
    """
    asked = frozenset(names)
    named = Q(pk__in=[])
    for each in asked:
        named |= Q(full_name__iexact=each)
        named |= Q(email__iexact=each) | Q(username__iexact=each)
    told = User.objects.filter(named).values_list("email", "username")
    return asked | {word for both in told for word in both if word}
