"""What reading one page of roles costs: botocore as it comes, and as we set it up.

    python -m benchmarks.parse_speed --roles 1000

CPU, the best of a few; both must read the same. What was decided by it:
docs/adr/0011-botocore-reads-xml.md.
"""

from __future__ import annotations

import argparse
import json
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import botocore.session
from botocore.parsers import ResponseParserFactory

from accessmap.aws import timestamps
from benchmarks.organization import Plan, roles

OPERATION = "GetAccountAuthorizationDetails"
TIMES = 5


def xml(value: Any) -> Iterator[str]:
    """Yield a value as the query protocol writes it; policies are quoted."""
    if isinstance(value, list):
        for each in value:
            yield "<member>"
            yield from xml(each)
            yield "</member>"
    elif isinstance(value, dict):
        for name, each in value.items():
            is_policy = name.endswith("PolicyDocument")
            yield f"<{name}>"
            yield from [quote(json.dumps(each))] if is_policy else xml(each)
            yield f"</{name}>"
    else:
        yield escape(str(value).replace("+00:00", "Z"))


def page(count: int) -> bytes:
    """Return the answer of AWS for an account with so many roles."""
    found = {
        f"{OPERATION}Result": {
            "RoleDetailList": list(roles(Plan(1, count), 0)),
            "IsTruncated": "false",
        },
        "ResponseMetadata": {"RequestId": "1"},
    }
    text = "".join(xml({f"{OPERATION}Response": found}))
    name = 'xmlns="https://iam.amazonaws.com/doc/2010-05-08/"'
    return text.replace("Response>", f"Response {name}>", 1).encode()


def cost(work: Callable[[], object]) -> float:
    """Return the least CPU that ``work`` took, in milliseconds."""
    found = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return 1000 * min(found)


def main() -> None:
    """Measure both, and the parser that both stand on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roles", type=int, default=1000)
    body = page(parser.parse_args().roles)
    model = botocore.session.Session().get_service_model("iam")
    shape = model.operation_model(OPERATION).output_shape
    answer = {"headers": {}, "status_code": 200, "body": body}
    plain, ours = ResponseParserFactory(), ResponseParserFactory()
    ours.set_parser_defaults(timestamp_parser=timestamps.parse)
    readers = [each.create_parser("query") for each in (plain, ours)]
    first, second = (each.parse(answer, shape) for each in readers)
    assert first == second
    assert first["RoleDetailList"]
    print(f"{len(body) / 1024:,.0f} KiB")
    for name, reader in zip(("as it comes", "with our times"), readers, strict=True):
        spent = cost(lambda reader=reader: reader.parse(answer, shape))
        print(f"botocore, {name:<16}{spent:7.1f} ms")
    print(f"{'the bare XML parser':<26}{cost(lambda: ET.fromstring(body)):7.1f} ms")


if __name__ == "__main__":
    main()
