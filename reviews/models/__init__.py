"""The judgments: one file a noun."""

from __future__ import annotations

from reviews.models.approval import DeadlineApproval
from reviews.models.campaign import Campaign
from reviews.models.cursor import Cursor
from reviews.models.decision import Decision
from reviews.models.event import Event
from reviews.models.exclusion import Exclusion
from reviews.models.exemption import Exemption, ExemptionAnswer
from reviews.models.item import ReviewItem
from reviews.models.notice import Notice
from reviews.models.override import ConflictOverride
from reviews.models.ownership import Ownership
from reviews.models.planted import Planted, PlantedAnswer
from reviews.models.schedule import Occurrence, Schedule
from reviews.models.second_look import SecondAnswer, SecondLook
from reviews.models.signoff import Seal, SignOff
from reviews.models.verification import Verification

__all__ = [
    "Campaign",
    "ConflictOverride",
    "Cursor",
    "DeadlineApproval",
    "Decision",
    "Event",
    "Exclusion",
    "Exemption",
    "ExemptionAnswer",
    "Notice",
    "Occurrence",
    "Ownership",
    "Planted",
    "PlantedAnswer",
    "ReviewItem",
    "Schedule",
    "Seal",
    "SecondAnswer",
    "SecondLook",
    "SignOff",
    "Verification",
]
