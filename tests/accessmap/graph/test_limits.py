from __future__ import annotations

import pytest

from accessmap.graph.gates import Answer
from accessmap.graph.limits import Asked, Limit, ask
from accessmap.reach.powers import ASSUME, EVERYTHING, Clauses, Powers, clauses
from tests.accessmap.reach.test_powers import allow

ROLE = "arn:aws:iam::204411803391:role/target"
READS: Clauses = clauses([{"Version": "2012-10-17", "Statement": [allow("s3:*")]}])[0]


def asked(*callers: Powers, is_all_read: bool = True) -> list[Asked]:
    def lets(powers: Powers) -> bool:
        return powers.lets(ASSUME, ROLE) is not None

    return list(ask(callers, lets, is_all_read=is_all_read))


def test_each_limit_is_asked_of_those_who_passed_the_one_before() -> None:
    free, bound = Powers(EVERYTHING), Powers(EVERYTHING, READS)
    assert asked(free, bound, Powers(READS)) == [
        Asked(Limit.IDENTITY, Answer.PASSES, 3, 2),
        Asked(Limit.BOUNDARY, Answer.PASSES, 2, 1),
        Asked(Limit.SCP, Answer.PASSES, 1, 1, is_set=False),
    ]


@pytest.mark.parametrize(
    ("powers", "where"),
    [
        (Powers(READS), Limit.IDENTITY),
        (Powers(EVERYTHING, READS), Limit.BOUNDARY),
        (Powers(EVERYTHING, scps=(EVERYTHING, READS)), Limit.SCP),
    ],
)
def test_where_nobody_passes_it_ends(powers: Powers, where: Limit) -> None:
    last = asked(powers)[-1]
    assert (last.limit, last.answer, last.passed) == (where, Answer.STOPS, 0)
    assert asked(powers, is_all_read=False)[-1].answer is Answer.UNSEEN


def test_one_document_that_was_not_understood_leaves_it_open() -> None:
    unread = Powers(READS, is_read=False)
    assert asked(Powers(READS), unread)[-1].answer is Answer.UNSEEN
