from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from accessmap.aws import session
from accessmap.aws.collector import all_collectors
from accessmap.aws.session import acting_in, client, who_am_i
from tests.accessmap.aws_world import World, answer, begin_anew, fault, forget

pytestmark = pytest.mark.aws


@pytest.fixture(autouse=True)
def _anew() -> None:
    all_collectors()  # which declare what may be asked
    forget()


def test_all_accounts_share_one_client() -> None:
    assert client("kms", "ap-northeast-1") is client("kms", "ap-northeast-1")
    assert client("kms", "ap-northeast-1") is not client("kms", "us-east-1")


def test_each_thread_signs_with_its_own_account(world: World) -> None:
    world.client("iam", world.payments)
    world.client("iam", world.shop)

    def identity(account_id: str) -> str:
        keys = world.keys[account_id]
        credentials = Credentials(
            keys["aws_access_key_id"],
            keys["aws_secret_access_key"],
            keys["aws_session_token"],
        )
        with acting_in(credentials):
            return who_am_i().account_id

    wanted = [world.payments, world.shop] * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(identity, wanted)) == wanted
    assert who_am_i().account_id == world.management


def test_s3_control_keeps_to_the_endpoint_it_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:5566")
    session.forget()
    seen: list[str] = []
    block = (
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
        "</PublicAccessBlockConfiguration>"
    )

    def look(request: Any, **_: Any) -> Any:
        seen.append(request.url)
        return answer(200, block, "application/xml")

    session.session().events.register_first("before-send", look)
    try:
        client("s3control").get_public_access_block(AccountId="204411803391")
    finally:
        begin_anew()

    assert seen == ["http://127.0.0.1:5566/v20180820/configuration/publicAccessBlock"]


def test_whoever_began_a_new_session_takes_no_fault_from_the_next_test(
    world: World,
) -> None:
    session.forget()  # as the browser's tests do
    forget()
    refusal = fault("sts", "GetCallerIdentity", lambda _: answer(500, ""))
    with refusal as hit, pytest.raises(ClientError):
        client("sts").get_caller_identity()
    assert len(hit) == 1


def test_policies_come_as_text_not_parsed() -> None:
    body = (
        "<GetPolicyVersionResponse><GetPolicyVersionResult><PolicyVersion>"
        "<Document>%7B%22deep%22%3A%5B1%5D%7D</Document></PolicyVersion>"
        "</GetPolicyVersionResult><ResponseMetadata><RequestId>r</RequestId>"
        "</ResponseMetadata></GetPolicyVersionResponse>"
    )
    with fault("iam", "GetPolicyVersion", lambda _: answer(200, body)):
        version = client("iam").get_policy_version(
            PolicyArn="arn:aws:iam::204411803391:policy/x", VersionId="v1"
        )

    assert version["PolicyVersion"]["Document"] == "%7B%22deep%22%3A%5B1%5D%7D"
