"""What the database says of AWS, to be held against an undisturbed crawl's."""

from __future__ import annotations

from accessmap.models import Coverage, Crawl, Gap, Grant, Resource, Snapshot

Fact = tuple[str, ...]
Truth = dict[str, Fact]  # ARN → where it was found, what is in force, what it grants


def truth() -> Truth:
    """Return everything that stands now."""
    facts: dict[str, list[str]] = {
        row.arn: [row.account_id, row.collector, row.unique_id, row.resource_type]
        for row in Resource.objects.filter(ended_at=None)
    }
    snapshots = Snapshot.objects.current().order_by("kind", "name")
    for arn, *said in snapshots.values_list(
        "resource__arn", "kind", "name", "document__sha256"
    ):
        facts[arn].append(":".join(said))
    grants = Grant.objects.current().order_by("fingerprint")
    for arn, fingerprint in grants.values_list("resource__arn", "fingerprint"):
        facts[arn].append(fingerprint)
    return {arn: tuple(said) for arn, said in facts.items()}


def unexplained(seen: Truth, whole: Truth, crawl: Crawl) -> list[str]:
    """Return what ``seen`` lacks of ``whole`` though ``crawl`` calls its place read."""
    lost = [arn for arn, fact in whole.items() if seen.get(arn) != fact]
    invented = [arn for arn in seen if arn not in whole]
    gaps = set(Gap.objects.filter(coverage__crawl=crawl).values_list("arn", flat=True))
    rows = Coverage.objects.filter(crawl=crawl)
    read = {
        place
        for place in rows.values_list("account_id", "collector").distinct()
        if not rows.filter(account_id=place[0], collector=place[1])
        .exclude(outcome="complete")
        .exists()
    }
    return invented + [
        arn for arn in lost if whole[arn][:2] in read and arn not in gaps
    ]
