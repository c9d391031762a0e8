from __future__ import annotations

import pytest

from accessmap.derive.flags import write_flags
from accessmap.models import Flag
from accessmap.policy import rule
from accessmap.policy.kinds import Severity
from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db

LOUD = rule.Flag("never-used", Severity.LOW, (("days", "214"),))


def test_flags_come_change_and_go() -> None:
    grant = rows.make_grant(flags=("no-external-id",))
    write_flags(PAYMENTS, {grant.pk: [LOUD]})
    flag = Flag.objects.get()
    assert (flag.rule_id, flag.arguments) == ("never-used", {"days": "214"})
    write_flags(PAYMENTS, {grant.pk: []})
    assert not Flag.objects.exists()


def test_a_flag_that_stands_is_not_written_again() -> None:
    grant = rows.make_grant()
    write_flags(PAYMENTS, {grant.pk: [LOUD]})
    before = Flag.objects.get().pk
    write_flags(PAYMENTS, {grant.pk: [LOUD]})
    assert Flag.objects.get().pk == before


def test_a_grant_that_was_not_asked_about_keeps_its_flags() -> None:
    rows.make_grant(flags=("no-external-id",))
    write_flags(PAYMENTS, {})
    assert Flag.objects.count() == 1
