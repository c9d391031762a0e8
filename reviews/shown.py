"""Exactly what a reviewer reads about an item, as one text: what a decision keeps.

Made from what the item froze when it was opened, and from nothing else, so that anybody
can make it again and compare the hash.
"""

from __future__ import annotations

import hashlib

from reviews.models import Planted, ReviewItem
from reviews.wording import plain


def shown_text(item: ReviewItem | Planted, language: str) -> str:
    """Return the text of ``item`` in ``language``."""
    wording = item.wording[language]
    flags = [each["title"][language] for each in item.circumstances["flags"]]
    last_used = item.circumstances["last_used_at"] or ""
    parts = [
        plain(wording["headline"]),
        plain(wording["sentence"]),
        plain(wording["consequence"]),
        f"verdict: {item.verdict}",
        f"flags: {', '.join(flags)}",
        f"last used: {last_used}",
        *_use(item),
        *_tried(item),
        f"suggestion: {item.suggestion} {wording['advice']}".rstrip(),
        f"document sha256: {item.document_sha256}",
        item.statement,
    ]
    return "\n".join(parts)


def _use(item: ReviewItem | Planted) -> list[str]:
    """Return how often it was used and by whom, where that was shown."""
    use = item.circumstances.get("use")
    if use is None:
        return []
    by = ", ".join(f"{each['who']} {each['times']}" for each in use["callers"])
    least = "" if use["is_whole"] else "at least "
    return [f"used in {use['days']} days: {least}{use['times']} ({by})"]


def _tried(item: ReviewItem | Planted) -> list[str]:
    """Return of which services the role was tried, where that was shown."""
    tried = item.circumstances.get("tried")
    if tried is None:
        return []
    names = ", ".join(each["name"] for each in tried["services"])
    count = f"{len(tried['services'])} of {tried['service_count']}"
    return [f"services tried in 400 days: {count} ({names}), told {tried['told_on']}"]


def sha256(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
