from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accessmap.models import Crawl
from tests import rows
from tests.cast import PAYMENTS, TANUKI

pytestmark = pytest.mark.django_db


def test_it_exits_3_and_says_what_the_files_could_not_show(tmp_path: Path) -> None:
    statement = rows.trust({"AWS": TANUKI})["Statement"][0]
    policy = {"Statement": [{**statement, "Resource": "arn:aws:s3:::reports"}]}
    path = tmp_path / "policy.json"
    path.write_text(json.dumps({"Policy": json.dumps(policy)}))
    out = StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("import", path, account=PAYMENTS, stdout=out)

    assert left.value.code == 3
    assert "Only what the imported files hold is known" in out.getvalue()


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.json cannot be read"):
        call_command("import", tmp_path / "missing.json")
    assert not Crawl.objects.exists()
