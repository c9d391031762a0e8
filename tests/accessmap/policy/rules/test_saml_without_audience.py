from __future__ import annotations

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said


def test_it_flags_a_sign_in_that_was_not_meant_for_aws():
    assert said("saml-without-audience", GRANTS["role: Okta without audience"]) == {}


def test_the_audience_answers_it():
    assert said("saml-without-audience", GRANTS["role: Okta"]) is None


def test_it_is_a_matter_of_saml_alone():
    assert said("saml-without-audience", GRANTS["role: GitHub without subject"]) is None
    assert said("saml-without-audience", GRANTS["role: vendor"]) is None
