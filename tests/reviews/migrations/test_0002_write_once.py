from __future__ import annotations

import pytest


@pytest.mark.django_db(transaction=True)
def test_a() -> None:
    from tests.rows import make_user
    make_user()

@pytest.mark.django_db(transaction=True)
def test_b() -> None:
    from tests.rows import make_user
    make_user()
