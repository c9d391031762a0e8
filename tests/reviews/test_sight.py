"""What a look saw is read in one's own language; the evidence keeps it in English."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from django.utils.translation import override

from accessmap.models import Grant, Hold, Outcome
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from reviews.models import ReviewItem, Verification
from reviews.operations.verify_removals import verify_removals
from reviews.sight import SENTENCES, aside, crawl_name, saw, words
from tests.cast import PAYMENTS, TANUKI
from tests.reviews.operations.test_other_ways import (
    AROUND,
    TAGS,
    edited,
    last,
    promised,
    side_by_side,
)
from tests.reviews.story import later_crawl
from tests.rows import end_grant, make_gap, make_grant

pytestmark = pytest.mark.django_db
SLOT = re.compile(r"%\(\w+\)[sd]")
BOTH = f"{TANUKI} (sts:AssumeRole, sts:TagSession)"


def still() -> ReviewItem:
    asked = promised()
    later_crawl()
    return asked


def again() -> ReviewItem:
    asked = promised()
    end_grant(asked.grant, crawl=later_crawl())
    make_grant(asked.grant.resource, crawl=later_crawl())
    return asked


def unchanged() -> ReviewItem:
    asked, crawl = promised(), later_crawl()
    Grant.objects.filter(pk=asked.grant_id).update(
        ended_at=crawl.started_at, ended_crawl=crawl
    )
    later_crawl()
    return asked


def blocked() -> ReviewItem:
    asked = promised()
    edited(asked, **AROUND["scp"])
    return asked


def other_way() -> ReviewItem:
    asked = promised()
    edited(asked, **TAGS)
    return asked


def reworded() -> ReviewItem:
    asked = promised()
    end_grant(asked.grant, crawl=later_crawl())
    later_crawl()
    make_grant(asked.grant.resource, crawl=later_crawl(), **TAGS)
    return asked


def kept() -> ReviewItem:
    return side_by_side({}, TAGS)


def for_others() -> ReviewItem:
    asked = promised()
    edited(asked, actions=("sts:TagSession",))
    return asked


def unreached() -> ReviewItem:
    asked = promised()
    later_crawl(account_id="000000000000")
    return asked


def refused() -> ReviewItem:
    asked = promised()
    later_crawl(outcome=Outcome.DENIED, denied_by="scp")
    return asked


def gap() -> ReviewItem:
    asked = promised()
    make_gap(later_crawl().coverage.get(), asked.grant.resource.arn)
    return asked


def held() -> ReviewItem:
    asked = promised()
    Hold.objects.create(
        crawl=later_crawl(), account_id=PAYMENTS, missing_count=40, current_count=50
    )
    return asked


GONE = "{c} read this place completely and did not find it."
SECOND = "A second complete read, 15 minutes or more later, is to agree."
GONE_JA = "{c}はここを完全に読み取り、許可は見つかりませんでした。"
SECOND_JA = "15分以上あとの、2回目の完全な読み取りでも確認が必要です。"
SEEN: dict[Callable[[], ReviewItem], tuple[str, str]] = {
    still: ("{c} still found it.", "{c}で、まだ見つかりました。"),
    again: ("{c} found it again.", "{c}で、また見つかりました。"),
    unchanged: (
        "{c} still found it. The policy that makes it has not changed.",
        (
            "{c}で、まだ見つかりました。"
            "許可のもとになっているポリシーは変わっていません。"
        ),
    ),
    blocked: (
        (
            "{c} still found it. The policy says the same, and only what stands around "
            "it changed. Meanwhile it is blocked by scp deny-all."
        ),
        (
            "{c}で、まだ見つかりました。ポリシーの内容は同じで、変わったのは周りだけです。"
            "いまは scp deny-all に止められています。"
        ),
    ),
    other_way: (
        f"{GONE} But another way remains: {BOTH}.",
        f"{GONE_JA}ただし、別の経路が残っています：{BOTH}。",
    ),
    reworded: (
        f"{{c}} found it again, in other words: {BOTH}.",
        f"{{c}}で、別の書き方でまた見つかりました：{BOTH}。",
    ),
    kept: (
        f"{GONE} What was decided to keep remains: {TANUKI} (sts:AssumeRole). {SECOND}",
        (
            f"{GONE_JA}残すと判断されたものは残っています：{TANUKI} (sts:AssumeRole)。"
            f"{SECOND_JA}"
        ),
    ),
    for_others: (
        f"{GONE} For other actions the same principal keeps 1. {SECOND}",
        (
            f"{GONE_JA}ほかのアクションについては、同じプリンシパルへの許可が 1 件"
            f"残っています。{SECOND_JA}"
        ),
    ),
    unreached: (
        "{c} did not reach this place.",
        "{c}は、ここまで読んでいません。",
    ),
    refused: (
        "This place was not read. AWS refused us: an SCP denies the call.",
        (
            "ここは読み取れませんでした。AWS に拒否されました：SCP がこの呼び出しを"
            "拒否しています。"
        ),
    ),
    gap: (
        "This resource was not read. AWS refused us.",
        "このリソースは読み取れませんでした。AWS に拒否されました。",
    ),
    held: (
        (
            "40 of 50 grants of this account vanished at once; that is held and "
            "not believed yet."
        ),
        (
            "このアカウントの許可 50 件のうち 40 件が一度に消えました。"
            "保留しており、まだ事実とは見なしていません。"
        ),
    ),
}


def looked(asked: ReviewItem) -> Verification:
    """The newest look, of a job that was woken in Japanese."""
    with override("ja"):
        verify_removals()
    return last(asked)


@pytest.mark.parametrize("happened", SEEN, ids=lambda each: each.__name__)
def test_it_is_kept_in_english_and_read_in_japanese(
    happened: Callable[[], ReviewItem],
) -> None:
    english, japanese = SEEN[happened]
    look = looked(happened())
    assert look.reason == english.format(c=look.crawl)
    with override("ja"), timezone.override("Asia/Tokyo"):
        name = crawl_name(look.crawl)
        assert words(look.saw, name) == japanese.format(c=name)


def test_every_sentence_is_seen_by_these_tests() -> None:
    told = " ".join(english for english, _japanese in SEEN.values())
    with override("en"):
        parts = [part for each in SENTENCES.values() for part in SLOT.split(str(each))]
    assert [part for part in parts if part.strip() not in told] == []


def test_the_crawl_is_called_by_the_time_of_the_readers_zone() -> None:
    crawl = later_crawl()
    began = crawl.started_at.replace(month=11, day=29, hour=15, minute=35)
    crawl.started_at = began
    with override("ja"), timezone.override("Asia/Tokyo"):
        assert crawl_name(crawl) == (
            f"クロール {crawl.pk}（{began.year}年11月30日 0:35 JST）"
        )


def test_what_the_crawl_wrote_down_stands_beside_the_words() -> None:
    asked = promised()
    later_crawl(outcome=Outcome.DENIED, reason="AWS refused iam:ListRoles.")
    look = looked(asked)
    assert look.reason == aside(look.saw) == "AWS refused iam:ListRoles."
    with override("ja"):
        assert words(look.saw, "?") == (
            "ここは読み取れませんでした。AWS に拒否されました。"
        )


def test_more_ways_than_are_named_are_counted() -> None:
    asked = promised()
    edited(asked, **TAGS)
    for wider in range(3):
        actions = (*TAGS["actions"], f"sts:SetSourceIdentity{wider}")
        make_grant(asked.grant.resource, actions=actions, crawl=later_crawl())
    public = Principal(PrincipalKind.PUBLIC, "*")
    make_grant(asked.grant.resource, principal=public, crawl=later_crawl())
    look = looked(asked)
    assert ", 2 more." in look.reason
    with override("ja"):
        assert ", ほか 2 件。" in words(look.saw, "?")


def test_a_name_may_look_like_a_slot() -> None:
    seen = [saw("blocked", names=["scp %(crawl)s 100%"])]
    with override("en"):
        assert words(seen, "?") == "Meanwhile it is blocked by scp %(crawl)s 100%."
