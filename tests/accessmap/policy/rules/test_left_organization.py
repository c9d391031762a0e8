from __future__ import annotations

from accessmap.policy.grant import Blocker
from tests import cast
from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said

KAPPA = GRANTS["role: former account"]


def test_it_flags_an_account_that_left_and_still_gets_in():
    assert said("left-organization", KAPPA) == {"account": cast.KAPPA}
    assert said("left-organization", GRANTS["role: a role of a former account"])


def test_it_is_silent_once_it_is_stopped():
    stopped = KAPPA._replace(blocked_by=(Blocker("rcp", "only-our-org"),))
    assert said("left-organization", stopped) is None


def test_members_and_strangers_never_left():
    assert said("left-organization", GRANTS["role: our account"]) is None
    assert said("left-organization", GRANTS["role: unknown account"]) is None
