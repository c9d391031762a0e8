from __future__ import annotations

import pytest
from django.http import QueryDict

from accessmap.graph.filters import BadFilter, GrantFilter


def test_an_empty_address_asks_for_everything_current() -> None:
    wanted = GrantFilter.of(QueryDict(""))
    assert wanted == GrantFilter()
    assert not wanted.is_narrow


def test_it_reads_repeated_words_and_words_with_commas_alike() -> None:
    repeated = GrantFilter.of(QueryDict("verdict=public&verdict=external"))
    joined = GrantFilter.of(QueryDict("verdict=external,public"))
    assert repeated == joined


def test_a_search_may_hold_commas() -> None:
    assert GrantFilter.of(QueryDict("search=a,b+c")).search == "a,b c"


def test_it_can_be_kept_as_json_and_read_again() -> None:
    wanted = GrantFilter.of(QueryDict("ou=Production&state=all&search=tanuki"))
    assert GrantFilter.of(wanted.words()) == wanted


def test_it_can_be_written_as_an_address_and_read_again() -> None:
    wanted = GrantFilter.of(QueryDict("ou=Production&flag=any&flag=no-mfa"))
    assert GrantFilter.of(QueryDict(wanted.query())) == wanted


def test_an_address_changes_one_word_and_keeps_the_others() -> None:
    wanted = GrantFilter.of(QueryDict("ou=Production&verdict=public"))
    assert wanted.query(verdict=()) == "ou=Production"


def test_it_says_what_it_takes_and_what_was_meant() -> None:
    with pytest.raises(BadFilter, match=r"“pubic” is not a verdict.*“public”\?"):
        GrantFilter.of(QueryDict("verdict=pubic"))


def test_it_refuses_a_date_that_is_none() -> None:
    with pytest.raises(BadFilter, match=r"Write it like 2026-11-23"):
        GrantFilter.of(QueryDict("at=yesterday"))


def test_words_of_other_parts_of_the_page_are_none_of_its_business() -> None:
    assert GrantFilter.of(QueryDict("page=2&language=ja")) == GrantFilter()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("zone=extern", "Did you mean “external”"),
        ("kind=rolle", "Did you mean “role”"),
        ("level=wirte", "Did you mean “write”"),
        ("condition=externalid", "Did you mean “external-id”"),
        ("missing=mfaa", "Did you mean “mfa”"),
        ("flag=no-maf", "Did you mean “no-mfa”"),
        ("decision=undecidet", "Did you mean “undecided”"),
        ("account=payments", "Write its 12 digits"),
        ("target=1234", "Write its 12 digits"),
        ("tag==production", "Write it like Environment=production"),
        ("unused=long", "Write it like 90, or 2026-11-23"),
        ("unused=4000", "3650 at most"),
    ],
)
def test_a_slip_is_told_and_not_an_empty_list(address: str, says: str) -> None:
    with pytest.raises(BadFilter, match=says):
        GrantFilter.of(QueryDict(address))


def test_a_word_that_others_bring_is_kept_like_our_own() -> None:
    wanted = GrantFilter.of(QueryDict("decision=undecided&ou=Production"))
    assert wanted.more == (("decision", ("undecided",)),)
    assert GrantFilter.of(wanted.words()) == wanted
    assert GrantFilter.of(QueryDict(wanted.query())) == wanted
    assert wanted.is_narrow


def test_a_tag_may_hold_commas() -> None:
    assert GrantFilter.of(QueryDict("tag=Team=a,b")).tag == ("Team=a,b",)
