"""What of a bundle would change by itself: read now, or as it was when sealed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict, cast

from accessmap.models import Timestamp
from reviews.evidence import contents
from reviews.evidence.absent import NOT_RECORDED
from reviews.evidence.controls import CONTROLS
from reviews.evidence.fields import controls_of_fields
from reviews.evidence.tables import Row, canonical
from reviews.models import Campaign, Event, Seal, Verification

# Reading is no part of what was decided: a bundle made again is the same.
TEXTS = ("VERIFY.md", "verify.py")
UNTOLD = ("evidence-exported", "evidence-read", "bundle-sealed", "deletion-asked")


Part = Literal[
    "campaign", "coverage", "exceptions", "notifications", "overrides", "signoff"
]


class Frozen(TypedDict):
    """The parts, as ``Seal.frozen`` keeps them."""

    campaign: dict[str, Any]
    coverage: Row
    signoff: Row
    exceptions: Row
    overrides: Row
    notifications: Row
    people: dict[str, str]  # a person's number → user name
    last_event: int
    last_verification: int
    texts: dict[str, str]  # files that another release may write otherwise
    # The size of the checkpoint that an authority stamped; 0 as long as none did.
    stamped: NotRequired[int]


def told_controls() -> Row:
    """Return which files, and which of their fields, speak to which control."""
    return {**CONTROLS, "fields": controls_of_fields()}


def frozen(campaign: Campaign) -> Frozen:
    """Return the parts as the seal keeps them, or as they are now."""
    seal = Seal.objects.filter(campaign=campaign).first()
    if seal is not None:
        return cast("Frozen", seal.frozen)
    return freeze(campaign)


def freeze(campaign: Campaign) -> Frozen:
    """Read the parts as they are now."""
    acts = Event.objects.filter(campaign=campaign).exclude(kind__in=UNTOLD)
    last = acts.order_by("-sequence").values_list("sequence", flat=True).first()
    looks = Verification.objects.filter(item__campaign=campaign).order_by("-pk")
    stamped = Timestamp.objects.filter(checkpoint__size__gte=last or 0)
    stamped = stamped.order_by("checkpoint__size")
    here = Path(__file__).parent
    return Frozen(
        campaign=dict(contents.campaign_json(campaign)),
        coverage=contents.coverage_json(campaign),
        signoff=contents.signoff_json(campaign),
        exceptions=contents.exceptions_json(campaign),
        overrides=contents.overrides_json(campaign),
        notifications=contents.notifications_json(campaign),
        people={str(pk): name for pk, name in contents.names(campaign).items()},
        last_event=last or 0,
        stamped=stamped.values_list("checkpoint__size", flat=True).first() or 0,
        last_verification=looks.values_list("pk", flat=True).first() or 0,
        texts={
            **{each: (here / each).read_text("utf-8") for each in TEXTS},
            "controls.json": f"{canonical(told_controls()).decode()}\n",
            "absent.json": f"{canonical(NOT_RECORDED).decode()}\n",
        },
    )
