from __future__ import annotations

import pytest

from accessmap.crawl import lease
from accessmap.crawl.inline import Progress
from accessmap.models import Crawl, Scope
from tests import cast

pytestmark = pytest.mark.django_db
DONE = Scope.State.DONE


@pytest.fixture
def crawl() -> Crawl:
    """An organization of 300, of which nobody has been entered."""
    crawl = Crawl.objects.create()
    crawl.scopes.create(
        account_id=cast.MANAGEMENT, collector=lease.ORGANIZATION, state=DONE
    )
    Scope.objects.bulk_create(
        Scope(crawl=crawl, account_id=f"{number:012}", collector=lease.ACCOUNT)
        for number in range(300)
    )
    return crawl


def counted(crawl: Crawl) -> Progress:
    progress = Progress()
    progress.count(crawl)
    return progress


def test_nobody_guesses_what_is_left_before_an_account_is_entered(crawl: Crawl) -> None:
    assert counted(crawl).scopes_left is None
    assert counted(crawl).seconds_left is None


def test_accounts_not_entered_are_taken_to_be_like_those_that_were(
    crawl: Crawl,
) -> None:
    for account_id in ("000000000000", "000000000001"):
        crawl.scopes.filter(account_id=account_id).update(state=DONE)
        for service in ("iam", "sqs", "sns", "kms"):
            crawl.scopes.create(account_id=account_id, collector=service)

    assert counted(crawl).scopes_left == 298 + 8 + 298 * 4


def test_nothing_is_left_of_a_crawl_that_is_done(crawl: Crawl) -> None:
    crawl.scopes.update(state=DONE)

    assert counted(crawl).scopes_left == 0
