"""From one resource's documents to its grants: the engine's one way in.

Total: whatever is in the document, the answer is a Derivation. What cannot be read is
an error with a sentence, which means *unknown*, never *no grant*.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from accessmap.policy import shares
from accessmap.policy.assignments import assigned
from accessmap.policy.atoms import Atoms
from accessmap.policy.budget import TooMany
from accessmap.policy.build import grants
from accessmap.policy.coarse import coarse
from accessmap.policy.condition import Values
from accessmap.policy.document import MalformedPolicy, ParsedDocument, Statement, parse
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PolicyKind, Zone
from accessmap.policy.kms_grants import RETIRE, from_kms_grants
from accessmap.policy.memory import Memory
from accessmap.policy.outer import decide_within, ignoring, restricting, withholding
from accessmap.policy.principal import Name, Named, names, unclear
from accessmap.policy.quick import quick
from accessmap.policy.report import blocked, findings
from accessmap.policy.scene import Scene
from accessmap.policy.space import Entry, space_of
from accessmap.policy.subject import Derivation, Subject
from accessmap.policy.zone import ZoneOfTrust

_LISTS = {
    PolicyKind.KMS_GRANTS: from_kms_grants,
    PolicyKind.ACL: shares.from_acl,
    PolicyKind.SHARE: shares.from_share_list,
}
_GRANTING = frozenset(
    {PolicyKind.TRUST, PolicyKind.RESOURCE, *_LISTS, PolicyKind.ASSIGNMENT}
)


def derive(subject: Subject, zone: ZoneOfTrust) -> Derivation:
    """Return the grants of ``subject``, seen from ``zone``."""
    if subject.kind not in _GRANTING or subject.document is None:
        return Derivation()  # an identity policy or a control grants nobody outside
    try:
        return _MEMORY.derive(subject, zone, lambda: derive_anew(subject, zone))
    except MalformedPolicy as reason:
        return Derivation(errors=(str(reason),))
    except Exception:
        # The one blind except of the engine: whatever a document makes it stumble over,
        # that document stays unknown, and a whole crawl goes on.
        _LOGGER.exception("AccessMap could not decide a document.")
        return Derivation(errors=(FAULT,))


_LOGGER = logging.getLogger(__name__)
_MEMORY = Memory()
FAULT = (
    "The engine could not decide this document. That is a fault in AccessMap: please "
    "report it with the document; until then what it grants is unknown."
)


def forget() -> None:
    """Drop the documents that were decided lately, so that each is decided anew."""
    _MEMORY.forget()


def derive_anew(subject: Subject, zone: ZoneOfTrust) -> Derivation:
    """Decide the short way if the document is plain, or else the long way."""
    if subject.kind is PolicyKind.ASSIGNMENT:
        return assigned(subject)
    document = _document(subject)
    controls = tuple(_controls(subject, zone)) if _is_within(subject) else ()
    if subject.kind is PolicyKind.KMS_GRANTS:
        controls = tuple(replace(each, spares=RETIRE) for each in controls)
    is_plain = not controls and ignoring(subject) is None
    if is_plain and (found := quick(subject, zone, document)):
        return found
    return the_long_way(subject, _told(subject, zone), document, controls)


def _is_within(subject: Subject) -> bool:
    return bool(subject.rcps) or subject.beside is not None


def _controls(subject: Subject, zone: ZoneOfTrust) -> Iterator[Entry]:
    if subject.rcps:
        yield from restricting(subject, zone)
    if subject.beside is not None:
        yield from withholding(subject)


def _told(subject: Subject, zone: ZoneOfTrust) -> ZoneOfTrust:
    """Return the zone with the canonical ids that an ACL itself tells."""
    is_acl = subject.kind is PolicyKind.ACL
    if not (is_acl and (told := shares.owners(subject))):
        return zone
    known = MappingProxyType({**told, **zone.canonical_ids})
    return replace(zone, canonical_ids=known)


def the_long_way(
    subject: Subject,
    zone: ZoneOfTrust,
    document: ParsedDocument,
    controls: tuple[Entry, ...] = (),
) -> Derivation:
    """Decide by the finite partition of all requests."""
    own = [Entry(each, document.has_variables) for each in document.statements]
    entries = [*own, *controls]
    every_name = frozenset(name for each in entries for name in names(each.statement))
    scene = Scene(
        subject,
        zone,
        Atoms.of((each.statement, each.has_variables) for each in entries),
        every_name,
        _partition(subject, every_name, document),
        _constants(subject, zone),
    )
    return Derivation(
        tuple(_grants(scene, entries)),
        _stale(document.statements),
        tuple(dict.fromkeys(e for each in document.statements for e in unclear(each))),
    )


def _stale(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Return the deleted principals that are still named."""
    every_name = {name for each in statements for name in names(each)}
    return tuple(sorted(e.id for e in every_name if e.what is Named.DELETED))


def _document(subject: Subject) -> ParsedDocument:
    if make := _LISTS.get(subject.kind):
        return make(subject)
    document = parse(subject.document)
    for each in document.statements:
        if each.principals is None:
            raise MalformedPolicy(
                f"{each.name} names no Principal, which a policy of a resource must."
            )
    return document


def _grants(scene: Scene, entries: list[Entry]) -> list[Grant]:
    try:
        return list(_exact(scene, entries))
    except TooMany:
        return coarse(scene.subject, scene.zone, entries)


def _exact(scene: Scene, entries: list[Entry]) -> Iterator[Grant]:
    overlooked = ignoring(scene.subject)
    if overlooked is None:
        yield from _decided(scene, entries)
        return
    # Who is named beside everybody is told in everybody's grant; here that one counts
    # for nothing, so who is named is decided alone.
    for grant in _decided(scene, entries):
        if grant.zone is Zone.PUBLIC:
            yield grant._replace(blocked_by=(*grant.blocked_by, overlooked))
    yield from _decided(scene, [e for e in entries if not _is_for_all(e.statement)])


def _is_for_all(statement: Statement) -> bool:
    return statement.is_allow and statement.principals == (("AWS", "*"),)


def _decided(scene: Scene, entries: list[Entry]) -> Iterator[Grant]:
    space = space_of(scene, entries)
    decided = decide_within(space, entries)
    final = findings(space, decided)
    yield from grants(space, [*final, *blocked(space, decided, final)])


def _partition(
    subject: Subject, every_name: Iterable[Name], document: ParsedDocument
) -> str:
    """Return the partition that resource and callers lie in; none reaches another."""
    texts = [subject.arn]
    texts += [each for one in document.statements for each in one.resources or ()]
    for text in texts:
        if text.startswith("arn:aws"):
            return text.split(":")[1]
    return next(
        (name.partition for name in sorted(every_name) if name.partition), "aws"
    )


def _constants(subject: Subject, zone: ZoneOfTrust) -> dict[str, Values]:
    """Return the keys that the resource fixes."""
    account = subject.account_id
    found: dict[str, Values] = {"aws:resourceaccount": (account,)}
    is_member = account in zone.accounts or not zone.accounts
    if zone.organization_id and is_member:
        found["aws:resourceorgid"] = (zone.organization_id,)
        if path := zone.paths.get(account):
            found["aws:resourceorgpaths"] = (path,)
    return found
