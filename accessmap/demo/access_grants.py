"""S3 Access Grants, of which moto has nothing: the calls that read them.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants.html
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from accessmap.demo.answer import S3_ERROR, Answer, as_rest_xml, missing_xml
from accessmap.demo.asked import Asked
from accessmap.demo.unserved import Unserved

HEAD = "/v20180820/accessgrantsinstance"
NO_POLICY = "AccessGrantsInstanceResourcePolicyNotExists"


def answer(asked: Asked, here: Unserved) -> Answer | None:
    """Answer one call, or leave it to moto."""
    found = here.within(asked, "s3:access-grants/")
    instances = {arn: text for arn, text in found.items() if "/grant/" not in arn}
    match asked.path.removeprefix(HEAD):
        case "s":
            listed = "".join(
                f"<AccessGrantsInstance><AccessGrantsInstanceArn>{arn}"
                "</AccessGrantsInstanceArn></AccessGrantsInstance>"
                for arn in instances
            )
            return as_rest_xml(
                "ListAccessGrantsInstances",
                f"<AccessGrantsInstancesList>{listed}</AccessGrantsInstancesList>",
            )
        case "/grants":
            listed = "".join(
                _grant(arn, text) for arn, text in found.items() if "/grant/" in arn
            )
            return as_rest_xml(
                "ListAccessGrants", f"<AccessGrantsList>{listed}</AccessGrantsList>"
            )
        case "/resourcepolicy":
            text = next(iter(instances.values()), "")
            if not text:
                return missing_xml(S3_ERROR, NO_POLICY, "There is no policy.")
            return as_rest_xml(
                "GetAccessGrantsInstanceResourcePolicy",
                f"<Policy>{escape(text)}</Policy>",
            )
    return None


def _grant(arn: str, told: str) -> str:
    """Return one access grant; ``told`` is its permission, grantee and scope."""
    permission, grantee, scope = told.split(" ")
    kind = "IAM" if grantee.startswith("arn:") else "DIRECTORY_GROUP"
    return (
        f"<AccessGrant><AccessGrantArn>{arn}</AccessGrantArn><Grantee>"
        f"<GranteeType>{kind}</GranteeType>"
        f"<GranteeIdentifier>{grantee}</GranteeIdentifier></Grantee>"
        f"<Permission>{permission}</Permission><GrantScope>{scope}</GrantScope>"
        "</AccessGrant>"
    )
