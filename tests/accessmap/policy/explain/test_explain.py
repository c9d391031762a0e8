from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accessmap.policy.explain import (
    LANGUAGES,
    Names,
    condition_words,
    consequence,
    headline,
    plain,
    sentence,
    use_words,
    verdict_words,
)
from accessmap.policy.grant import Blocker, Condition, Principal
from accessmap.policy.kinds import (
    FederatedScope,
    PolicyKind,
    PrincipalKind,
    SourceZone,
    Verdict,
    Zone,
)
from tests import cast
from tests.accessmap.policy.explain.grants import GRANTS, NAMES

NOW = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)
VENDOR = GRANTS["role: vendor"]
LOOSE = "(or if the request does not say)"
SLOT = re.compile(r"\{(\w+)\}")


def test_both_languages_have_the_same_phrases():
    english, japanese = LANGUAGES["en"].phrases, LANGUAGES["ja"].phrases
    assert english.keys() == japanese.keys()


def test_no_slot_is_lost_between_the_languages():
    # Japanese leaves out "it"; and English says more where a name is not needed.
    free = {"within", "of", "in", "it", "name", "when", "count", "home", "then"}
    for name, phrase in LANGUAGES["en"].phrases.items():
        ours = set(SLOT.findall(phrase))
        theirs = set(SLOT.findall(LANGUAGES["ja"].phrases[name]))
        assert ours ^ theirs <= free, name


def test_the_names_of_principal_and_resource_are_bold():
    strong = [span.text for span in sentence(VENDOR, NAMES, "en") if span.is_strong]
    assert strong == ["Tanuki Observability", "TanukiIntegration"]


def test_the_account_id_stands_beside_its_name():
    ids = [span.account_id for span in sentence(VENDOR, NAMES, "ja") if span.account_id]
    assert ids == [cast.TANUKI, cast.PAYMENTS]


def test_an_account_without_a_name_is_said_by_its_id_once():
    text = plain(sentence(VENDOR, Names(), "en"))
    assert text.count(cast.PAYMENTS) == text.count(cast.TANUKI) == 1
    assert "an account not known to us" in text


def test_a_language_we_do_not_speak_is_english():
    assert sentence(VENDOR, NAMES, "fr") == sentence(VENDOR, NAMES, "en")
    assert sentence(VENDOR, NAMES, "ja-JP") == sentence(VENDOR, NAMES, "ja")


def test_what_aws_wrote_is_never_read_as_a_phrase():
    odd = Names(accounts={cast.TANUKI: "**{who}** \N{RIGHT-TO-LEFT OVERRIDE}"})
    assert "**{who}** \N{RIGHT-TO-LEFT OVERRIDE} (338812907744)" in plain(
        sentence(VENDOR, odd, "en")
    )


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("kind", list(PrincipalKind))
@pytest.mark.parametrize("policy", [PolicyKind.TRUST, PolicyKind.RESOURCE])
def test_every_kind_and_verdict_can_be_said(kind, verdict, policy, language):
    for zone in Zone:
        for principal_id in ("", "*", "x", f"arn:aws:iam::{cast.SHOP}:role/x"):
            grant = VENDOR._replace(
                principal=Principal(kind, principal_id),
                verdict=verdict,
                zone=zone,
                policy_kind=policy,
                actions=(),
            )
            for say in (headline, sentence, consequence):
                assert plain(say(grant, NAMES, language)).strip()
            assert verdict_words(grant, language)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_source_and_scope_can_be_said(language):
    service = Principal(PrincipalKind.SERVICE, "new.thing.amazonaws.com")
    for zone in SourceZone:
        grant = VENDOR._replace(
            principal=service, verdict=Verdict.SERVICE, source_zone=zone
        )
        assert "new.thing" in plain(sentence(grant, NAMES, language))
        assert plain(consequence(grant, NAMES, language))
    for scope in FederatedScope:
        provider = Principal(PrincipalKind.FEDERATED, "accounts.google.com")
        grant = VENDOR._replace(
            principal=provider,
            verdict=Verdict.FEDERATED,
            federated_scope=scope,
        )
        assert "Google" in plain(sentence(grant, NAMES, language))
        assert plain(consequence(grant, NAMES, language))


@pytest.mark.parametrize(
    ("control", "said"),
    [
        ("deny", "a Deny in the same policy (Perimeter)"),
        ("scp", "the service control policy Perimeter"),
        ("rcp", "the resource control policy Perimeter"),
        ("block-public-access", "Block Public Access (Perimeter)"),
        ("boundary", "the permissions boundary Perimeter"),
        ("tomorrow", "Perimeter"),
    ],
)
def test_what_stops_a_grant_is_named(control, said):
    grant = VENDOR._replace(blocked_by=(Blocker(control, "Perimeter"),))
    text = plain(sentence(grant, NAMES, "en"))
    assert "could become" in text
    assert text.endswith(f"but {said} stops it.")
    assert plain(headline(grant, NAMES, "en")).startswith("Blocked: ")


@pytest.mark.parametrize(
    ("operator", "key", "values", "said"),
    [
        ("StringEquals", "sts:ExternalId", "k", "they give the agreed external ID"),
        ("Bool", "aws:MultiFactorAuthPresent", "true", "they signed in with MFA"),
        (
            "Bool",
            "aws:MultiFactorAuthPresent",
            "false",
            "they did not sign in with MFA",
        ),
        (
            "NotIpAddress",
            "aws:SourceIp",
            "192.0.2.0/24",
            "they do not come from the address 192.0.2.0/24",
        ),
        (
            "StringEqualsIfExists",
            "aws:SourceVpce",
            "vpce-1",
            f"they come through the VPC endpoint vpce-1 {LOOSE}",
        ),
        (
            "ForAllValues:StringEquals",
            "aws:PrincipalOrgID",
            "o-1",
            f"they belong to the organization o-1 {LOOSE}",
        ),
        (
            "StringEquals",
            "aws:SourceAccount",
            cast.SHOP,
            "it is for shop-prod (204411803406)",
        ),
        (
            "StringEquals",
            "aws:PrincipalTag/Team",
            "sre",
            "they bear the tag Team = sre",
        ),
        ("Null", "sts:ExternalId", "true", "the request does not carry sts:ExternalId"),
        ("Null", "sts:ExternalId", "false", "the request carries sts:ExternalId"),
        ("NumericGreaterThan", "s3:max-keys", "10", "s3:max-keys is more than 10"),
        (
            "NumericLessThan",
            "aws:MultiFactorAuthAge",
            "90",
            "they signed in with MFA in the last 90 seconds",
        ),
        (
            "NumericLessThan",
            "aws:MultiFactorAuthAge",
            "7200",
            "they signed in with MFA in the last 2 hours",
        ),
        (
            "DateGreaterThan",
            "aws:CurrentTime",
            "2026-11-23T09:30:00Z",
            "it is after 2026-11-23T09:30:00Z",
        ),
        ("DateLessThan", "aws:CurrentTime", "2026-13-23", "it is before 2026-13-23"),
        ("Bool", "aws:SecureTransport", "maybe", "aws:SecureTransport is maybe"),
        ("Frobnicate", "tomorrow:Moon", "full", "tomorrow:Moon is full"),
    ],
)
def test_a_condition_is_said_in_words(operator, key, values, said):
    condition = Condition(operator, key, (values,))
    assert plain(condition_words(condition, "en", NAMES)) == said


def test_a_long_list_of_values_says_how_many_more_there_are():
    condition = Condition(
        "IpAddress", "aws:sourceip", tuple(f"192.0.2.{n}" for n in range(7))
    )
    assert plain(condition_words(condition, "en")) == (
        "they come from the address 192.0.2.0, 192.0.2.1, 192.0.2.2 or 4 more"
    )


@pytest.mark.parametrize(
    ("days", "english", "japanese"),
    [
        (143, "Last used 143 days ago.", "最後に使われたのは143日前です。"),
        (1, "Last used yesterday.", "最後に使われたのは昨日です。"),
        (0, "Used today.", "今日使われました。"),
        (-1, "Used today.", "今日使われました。"),
    ],
)
def test_it_says_when_a_role_was_last_used(days, english, japanese):
    last = NOW - timedelta(days=days)
    assert plain(use_words(last, NOW, "en", is_known=True)) == english
    assert plain(use_words(last, NOW, "ja", is_known=True)) == japanese


def test_unused_and_unread_are_two_things():
    never = plain(use_words(None, NOW, "en", is_known=True))
    unread = plain(use_words(None, NOW, "en", is_known=False))
    assert never.startswith("Not used in the 400 days")
    assert unread == "When it was last used was not read."


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (cast.TANUKI, "External"),
        (cast.KAPPA, "External, left the organization"),
        (cast.STRANGER, "External, not known to us"),
    ],
)
def test_the_verdict_says_which_outsider(account, said):
    grant = VENDOR._replace(
        principal=Principal(PrincipalKind.ACCOUNT, account, account)
    )
    assert verdict_words(grant, "en", NAMES) == said


def test_a_canonical_id_of_a_known_account_is_that_account():
    grant = GRANTS["bucket: a canonical id"]
    known = replace(NAMES, canonical_ids={grant.principal.id: cast.KUMO})
    assert "Kumo Backup (771203348820)" in plain(sentence(grant, known, "en"))
    assert "Kumo Backup (771203348820)" in plain(headline(grant, known, "en"))


def test_a_pattern_of_external_ids_is_not_told_as_an_agreed_one():
    asked = Condition("StringLike", "sts:externalid", ("?*",))
    assert (
        plain(condition_words(asked, "en")) == "they give an external ID of the form ?*"
    )
    agreed = asked._replace(values=("kansai-7",))
    assert "agreed" in plain(condition_words(agreed, "en"))


def test_every_request_says_whether_it_is_encrypted():
    asked = Condition("BoolIfExists", "aws:securetransport", ("true",))
    assert plain(condition_words(asked, "en")) == "the connection is encrypted"


def test_who_does_not_sign_in_says_nothing_of_who_it_is():
    asked = Condition("BoolIfExists", "aws:principalisawsservice", ("true",))
    said = "an AWS service is asking (or if they do not sign in)"
    assert plain(condition_words(asked, "en")) == said
