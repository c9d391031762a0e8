"""Nobody decides on a policy that they wrote last; what is not known is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accessmap.models import Grant, Resource
from reviews.answers import answers, right_person
from reviews.conflicts import Conflicts
from reviews.directory import PERSON
from reviews.errors import InConflict, SecondPersonNeeded
from reviews.evidence.rows import author_of
from reviews.lifecycle import Verdict
from reviews.models import Campaign, ConflictOverride, ReviewItem
from reviews.operations.decide_items import decide_items
from reviews.operations.override_conflict import override_conflict
from reviews.operations.reassign_item import reassign_item
from reviews.tallies import Tally, tallies
from tests import rows, sightings
from tests.cast import DAICHI, KEN, RIN
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    daichi,
    grants,
    ken,
    rin,
)

pytestmark = pytest.mark.django_db


def known(grant: Grant, who: str, **more: object) -> None:
    """Somebody wrote the policy of ``grant`` last, and the history says so."""
    sightings.make_span()
    sightings.make_writing(grant.resource, who, **more)


def tally(of: Campaign) -> Tally:
    """What was counted of one review."""
    [found] = tallies([of])
    return found


def asked_of_rin(**more: object) -> ReviewItem:
    """Rin is asked, and wrote it a moment before the campaign opened."""
    asked = campaign().items.get()
    assert asked.reviewer == rin()
    known(asked.grant, rin().email, **more)
    return asked


def test_who_wrote_the_policy_last_is_refused_with_the_path() -> None:
    asked = asked_of_rin()
    path = r"user/rin\.takeda@.* → UpdateAssumeRolePolicy 2026-11-23 05:10 UTC → arn:"
    with pytest.raises(InConflict, match=f"You changed this policy last.*{path}"):
        confirm(asked)
    with pytest.raises(InConflict, match="changed this policy last"):
        reassign_item(asked, to=rin(), reassigned_by=aiko(), reason="Try.")


def test_nobody_decides_on_many_that_they_wrote() -> None:
    found = campaign(2)
    first, second = found.items.order_by("number")
    known(second.grant, RIN)
    done = decide_items(
        first,
        reviewer=rin(),
        numbers=[1, 2],
        verdict=Verdict.CONFIRM,
        reason="Both are needed.",
    )
    assert [each.item for each in done.decided] == [first]
    assert done.dropped == [2]


def test_an_owner_who_wrote_it_is_passed_over_with_the_reason() -> None:
    ken()
    [grant] = grants()
    known(grant, RIN)
    asked = campaign(0).items.get()
    assert asked.reviewer != rin()
    assert f"{RIN} changed this policy last (" in asked.resolved_from
    assert "UpdateAssumeRolePolicy" in asked.resolved_from


def test_somebody_else_s_write_and_a_pipeline_s_hinder_nobody() -> None:
    asked = campaign().items.get()
    known(asked.grant, DAICHI)
    sightings.make_writing(asked.grant.resource, "GitHubActions", kind="inline")
    assert confirm(asked).pk


def test_who_widened_what_the_role_may_do_wrote_it_too() -> None:
    asked = asked_of_rin(kind="managed", event="AttachRolePolicy")
    with pytest.raises(InConflict, match="AttachRolePolicy"):
        confirm(asked)


def test_the_directory_tells_who_a_session_was() -> None:
    asked = campaign().items.get()
    rows.make_resource(
        name="Rin Takeda",
        arn="arn:aws:identitystore:::user/1-2-3",
        resource_type=PERSON,
        unique_id="1-2-3",
        facts={"user_name": "rtakeda", "emails": [rin().email]},
    )
    known(asked.grant, "rtakeda")
    with pytest.raises(InConflict):
        confirm(asked)
    Resource.objects.filter(unique_id="1-2-3").update(facts={"user_name": "other"})
    assert confirm(asked).pk


def test_the_directory_s_own_id_is_enough() -> None:
    asked = campaign().items.get()
    rows.make_resource(
        name="Rin Takeda",
        arn="arn:aws:identitystore:::user/1-2-3",
        resource_type=PERSON,
        unique_id="1-2-3",
        facts={"user_name": RIN},
    )
    known(asked.grant, "", directory_id="1-2-3")
    with pytest.raises(InConflict):
        confirm(asked)
    assert Conflicts().of(daichi(), asked.grant) is None


def test_a_second_person_who_did_not_write_it_may_allow_it() -> None:
    asked = asked_of_rin()
    sightings.make_writing(asked.grant.resource, KEN, kind="inline")
    with pytest.raises(SecondPersonNeeded, match="did not write"):
        override_conflict(asked, granted_by=ken(), reason="I may.")
    override_conflict(asked, granted_by=aiko(), reason="Nobody else knows it.")
    assert confirm(asked).pk
    assert "UpdateAssumeRolePolicy" in ConflictOverride.objects.get().way


def test_what_was_known_at_opening_is_frozen_into_the_item() -> None:
    ken()
    [grant] = grants()
    known(grant, DAICHI)
    daichi()
    asked = campaign(0).items.get()
    author = asked.circumstances["author"]
    assert (author["user"], author["event"]) == (DAICHI, "UpdateAssumeRolePolicy")
    assert author["unknown"] == ""
    assert asked.is_author_known is True


def test_who_wrote_it_when_the_review_opened_does_not_decide_later_either() -> None:
    """The evidence names them; a later writer does not take that back."""
    ken()
    [grant] = grants()
    known(grant, RIN)
    asked = campaign(0).items.get()
    later = rows.THEN + timedelta(days=1)
    sightings.make_writing(grant.resource, DAICHI, named=grant.resource.name, at=later)
    assert Conflicts().of(rin(), grant) is None
    with pytest.raises(InConflict, match="UpdateAssumeRolePolicy"):
        reassign_item(asked, to=rin(), reassigned_by=aiko(), reason="Try.")


def test_what_could_not_be_checked_is_no_absence_of_conflict() -> None:
    asked = campaign().items.get()
    assert asked.circumstances["author"]["unknown"] == "not-read"
    assert asked.is_author_known is False


def test_what_is_known_only_of_before_says_since_when() -> None:
    [grant] = grants()
    sightings.make_span()
    sightings.make_writing(grant.resource, DAICHI, at=rows.THEN - timedelta(days=120))
    author = campaign(0).items.get().circumstances["author"]
    assert (author["by"], author["unknown"]) == ("", "before")
    assert author["since"] == (rows.THEN - timedelta(days=90)).isoformat()


def test_the_evidence_of_what_was_opened_before_stays_as_it_was_sealed() -> None:
    asked = campaign().items.get()
    assert author_of(asked)["policy_writer_unchecked"] == "not-read"
    del asked.circumstances["author"]
    asked.is_author_known = None
    assert author_of(asked) == {}


def test_the_auditor_reads_how_many_writers_are_known() -> None:
    [grant] = grants()
    known(grant, DAICHI)
    assert "could not be checked for 0 of 1" in right_person(tally(campaign(0))).because


def test_the_auditor_reads_how_many_writers_are_not_known() -> None:
    found = right_person(tally(campaign(2)))
    assert "could not be checked for 2 of 2" in found.because
    assert (found.holds, found.is_limited) == (True, True)


def test_where_nothing_is_decided_yet_it_is_too_early_to_say() -> None:
    found = {each.question: each.holds for each in answers(tally(campaign()))}
    early = [question for question, holds in found.items() if holds is None]
    assert early == [
        "Was every item reviewed?",
        "In time?",
        "With a reason?",
        "Was what was revoked really removed?",
    ]


def test_whether_the_writer_was_known_never_changes() -> None:
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        campaign().items.update(is_author_known=True)
