"""What a reviewer reads about an item, as one text: what a decision keeps.

Made from what the item froze when it was opened, and from nothing else, so that anybody
can make it again and compare the hash.
"""

from __future__ import annotations

import hashlib

from reviews.models import Planted, ReviewItem
from reviews.since import changes, last_time
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
        *_beside(item),
        *_written(item),
        *(_since(item, language) if isinstance(item, ReviewItem) else ()),
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


def _beside(item: ReviewItem | Planted) -> list[str]:
    """Return for how long it was unused, what blocks it, and whose question it is."""
    told = item.circumstances
    lines = [f"side: {item.side}"]
    if told["unused_days"] is not None:
        lines.append(f"unused days: {told['unused_days']}")
    if told["blocked_by"]:
        lines.append(f"blocked by: {', '.join(told['blocked_by'])}")
    if unasked := told.get("using_unasked"):
        lines.append(f"side that uses it not asked: {unasked}")
    return lines


def _written(item: ReviewItem | Planted) -> list[str]:
    """Return who last wrote the policy, and what of it is not known."""
    author = item.circumstances.get("author")
    if author is None:
        return []
    who = author["user"] or author["by"]
    lines = [f"last written: {who} {author['at']} {author['event']}"] if who else []
    if author["unknown"]:
        since = f", known since {author['since']}" if author["since"] else ""
        lines.append(f"last written not known: {author['unknown']}{since}")
    return lines


def _since(item: ReviewItem, language: str) -> list[str]:
    """Return what was decided last time, and line by line what changed since."""
    lines = [f"change: {item.circumstances['change']}"]
    if last := last_time(item):
        lines.append(f"last time: {last['verdict']} {last['at']} by {last['by']}")
    return [*lines, *(f"{each.sign} {each.text}" for each in changes(item, language))]


def sha256(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
