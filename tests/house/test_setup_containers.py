"""The image and the compose file: no engine here, so read as text and as YAML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OURS = ("web", "worker", "scheduler", "migrate", "limit")
OWNERS = {"migrate", "limit"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_compose_has_all_that_runs(compose: dict[str, Any]):
    assert set(compose["services"]) == {*OURS, "postgres", "valkey"}


@pytest.mark.parametrize("name", OURS)
def test_ours_run_read_only_and_without_rights(compose: dict[str, Any], name: str):
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_nothing_is_served_beyond_this_machine(compose: dict[str, Any]):
    ports = [
        port for each in compose["services"].values() for port in each.get("ports", ())
    ]
    assert ports == ["127.0.0.1:${PORT:-8000}:8000"]


def test_every_volume_and_secret_that_is_named_exists(compose: dict[str, Any]):
    for service in compose["services"].values():
        for secret in service.get("secrets", ()):
            assert secret in compose["secrets"]
        for volume in service.get("volumes", ()):
            name = volume.partition(":")[0]
            assert name in compose["volumes"] or (ROOT / name).is_dir()


def test_no_secret_stands_in_the_compose_file(compose: dict[str, Any]):
    for service in compose["services"].values():
        for name in service.get("environment", {}):
            is_secret = name.endswith(("SECRET_KEY", "PASSWORD", "DATABASE_URL"))
            assert not is_secret, name


def test_the_commands_are_commands_of_ours(compose: dict[str, Any]):
    for name in OURS[1:]:
        command = compose["services"][name]["command"]
        assert command[:2] == ["python", "manage.py"]
    assert (ROOT / compose["services"]["scheduler"]["command"][-1]).exists()


def test_only_who_migrates_signs_in_as_the_owner(compose: dict[str, Any]):
    for name in OURS:
        service = compose["services"][name]
        secret = "owner_url" if name in OWNERS else "database_url"
        assert service["environment"]["DATABASE_URL_FILE"] == f"/run/secrets/{secret}"
        assert {each for each in service["secrets"] if "url" in each} == {secret}


def test_the_role_that_is_limited_is_the_one_that_the_server_makes(
    compose: dict[str, Any],
):
    role = compose["services"]["limit"]["command"][-1]
    script = (ROOT / "deploy/postgres/app_role.sh").read_text(encoding="utf-8")
    assert f"CREATE ROLE {role} LOGIN" in script


def test_the_image_is_not_root_and_has_an_init(dockerfile: str):
    assert re.search(r"^USER 10001:0$", dockerfile, re.MULTILINE)
    assert '\nENTRYPOINT ["tini", "-g", "--"]' in dockerfile


def test_the_image_installs_by_hash_and_without_what_tests_need(dockerfile: str):
    assert dockerfile.count("--require-hashes") == 2
    assert "dev.txt" not in dockerfile


def test_what_the_image_copies_exists_and_its_commands_are_lists(dockerfile: str):
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", dockerfile, re.MULTILINE)
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path
    for words in re.findall(r"(?:CMD|ENTRYPOINT) (\[.*\])$", dockerfile, re.MULTILINE):
        assert json.loads(words)


def test_the_image_leaves_secrets_and_state_behind():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", "var", ".env*", "secrets"} <= set(ignored)
