from __future__ import annotations

from benchmarks.board import is_in_the_policy, mark


def case(name, *, public):
    return {"id": name, "policy": {}, "expected_public": public}


def answer(name, public, crash=None):
    return {"id": name, "public": public, "crash": crash}


def test_it_counts_what_is_right():
    marks = mark([case("a", public=True)], [answer("a", True)], "public")

    assert marks.right == marks.asked == 1
    assert marks.is_spotless


def test_saying_closed_where_it_is_open_is_missed():
    marks = mark([case("a", public=True)], [answer("a", False)], "public")

    assert marks.missed == ["a"]
    assert not marks.is_spotless


def test_saying_open_where_it_is_closed_is_a_false_alarm():
    marks = mark([case("a", public=False)], [answer("a", True)], "public")

    assert marks.false_alarms == ["a"]


def test_an_exception_is_a_crash_and_so_is_no_answer():
    cases = [case(name, public=False) for name in "abc"]
    answers = [answer("a", None, "TypeError: x"), answer("b", None)]

    assert mark(cases, answers, "public").crashes == ["a", "b", "c"]


def test_what_lies_outside_of_the_policy_is_not_put_to_everyone():
    assert is_in_the_policy({"policy": {}})
    assert not is_in_the_policy({"policy": None, "acl": {}})
    assert not is_in_the_policy({"policy": {}, "rcps": [{}]})
