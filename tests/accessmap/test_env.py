"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from accessmap.env import Environment


def environment(**variables: str) -> Environment:
    return Environment(variables=variables)


def test_it_reads_a_secret_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("one two three\n")
    env = environment(ACCESSMAP_EXTERNAL_ID_FILE=str(secret))
    assert env.text("ACCESSMAP_EXTERNAL_ID") == "one two three"


def test_it_names_the_file_that_cannot_be_read() -> None:
    env = environment(ACCESSMAP_EXTERNAL_ID_FILE="/nowhere/secret")
    with pytest.raises(ImproperlyConfigured, match="/nowhere/secret"):
        env.text("ACCESSMAP_EXTERNAL_ID")


def test_it_refuses_a_value_and_a_file_at_once() -> None:
    env = environment(ACCESSMAP_EXTERNAL_ID="a", ACCESSMAP_EXTERNAL_ID_FILE="b")
    with pytest.raises(ImproperlyConfigured, match="unset one of them"):
        env.text("ACCESSMAP_EXTERNAL_ID")


def test_it_splits_regions_at_commas() -> None:
    env = environment(ACCESSMAP_REGIONS="ap-northeast-1, us-east-1,,")
    assert env.words("ACCESSMAP_REGIONS") == ("ap-northeast-1", "us-east-1")


@pytest.mark.parametrize("word", ["1", "true", "Yes", "on"])
def test_it_takes_these_words_for_true(word: str) -> None:
    assert environment(ACCESSMAP_DEBUG=word).flag("ACCESSMAP_DEBUG", default=False)


def test_it_refuses_a_word_that_is_neither_true_nor_false() -> None:
    with pytest.raises(ImproperlyConfigured, match="true, false"):
        environment(ACCESSMAP_DEBUG="maybe").flag("ACCESSMAP_DEBUG", default=False)


def test_it_refuses_a_port_that_is_no_number() -> None:
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        environment(PORT="http").number("PORT", 8000)


def test_it_refuses_an_unknown_setting_and_names_the_nearest() -> None:
    env = environment(ACCESSMAP_ROLENAME="Reader")
    env.text("ACCESSMAP_ROLE_NAME")
    with pytest.raises(ImproperlyConfigured, match="mean ACCESSMAP_ROLE_NAME"):
        env.refuse_unknown()


def test_it_leaves_other_peoples_variables_alone() -> None:
    environment(PATH="/bin", AWS_PROFILE="kitsune").refuse_unknown()


def test_it_reads_years_by_name() -> None:
    env = environment(ACCESSMAP_KEEP_YEARS="IPE=10, 7.2.4 = 2")
    assert env.years("ACCESSMAP_KEEP_YEARS") == {"IPE": 10, "7.2.4": 2}
    assert environment().years("ACCESSMAP_KEEP_YEARS") == {}


@pytest.mark.parametrize("said", ["IPE", "IPE=", "=3", "IPE=0", "IPE=100", "IPE=-1"])
def test_it_refuses_what_are_no_years(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="whole years from 1 to 99"):
        environment(ACCESSMAP_KEEP_YEARS=said).years("ACCESSMAP_KEEP_YEARS")
