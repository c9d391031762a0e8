"""What a grant lets people do, and with what."""

from __future__ import annotations

from accessmap.policy.explain.accounts import account
from accessmap.policy.explain.deeds import Deeds, deeds
from accessmap.policy.explain.nouns import local_name
from accessmap.policy.explain.phrases import Language
from accessmap.policy.explain.spans import Spans
from accessmap.policy.grant import Grant
from accessmap.policy.names import Names

Reach = tuple[str, ...] | None


def what(language: Language, grant: Grant, names: Names, reach: Reach = None) -> Spans:
    """Say what is granted, with the account it lies in."""
    return _said(
        language,
        grant,
        names,
        place=account(language, names, grant.resource_account),
        reach=reach,
    )


def what_in_short(language: Language, grant: Grant, names: Names) -> Spans:
    """Say what is granted, without the account: a list shows it beside."""
    return _said(language, grant, names, place=(), reach=None)


def noun(language: Language, resource_type: str) -> str:
    """Call a kind of resource: queue; MediaStore container where we have no word."""
    phrase = f"noun.{resource_type}"
    if language.has(phrase):
        return language.text(phrase)
    return " ".join(resource_type.removeprefix("AWS::").split("::"))


def resource_name(grant: Grant, names: Names) -> str:
    """Call the resource by the name that its people gave it."""
    return names.resources.get(grant.resource) or local_name(grant.resource)


def _said(
    language: Language, grant: Grant, names: Names, *, place: Spans, reach: Reach
) -> Spans:
    done = deeds(grant)
    name = resource_name(grant, names)
    if done.frame == "role":
        return _role(language, done.verbs[0], name, place=place, reach=reach)
    if done.frame == "sign-in":
        phrase = "sign-in" if place else "sign-in.here"
        return language.say(phrase, account=place, name=name)
    of = language.say("of", account=place) if place else ()
    word = noun(language, grant.resource_type)
    within = _within(language, grant, done) if place else ()
    it = language.say("it", noun=word, name=name, of=of, within=within)
    if done.verbs == ("everything",):
        return language.say("everything", it=it)
    verbs = _verbs(
        language, done, {"name": name, "of": of, "noun": word, "within": within}
    )
    if not verbs and not done.about:
        form = "other" if grant.actions else "other.none"
        return language.say(form, actions=", ".join(grant.actions), it=it)
    about = _about(language, done.about, () if verbs else it)
    if verbs and about:
        return language.say("also", verbs=verbs, about=about)
    return verbs or about


def _about(language: Language, deeds: tuple[str, ...], it: Spans) -> Spans:
    """Say what is done with the resource itself; ``it`` unless it was named before."""
    if not deeds:
        return ()
    said: list[Spans] = []
    for deed in deeds:
        is_named = said or not it
        words = language.say(f"again.{deed}" if is_named else deed, it=it)
        said.append(language.say("deed", deed=words) if is_named else words)
    return language.say("about" if it else "about.again", deeds=language.joined(said))


def _verbs(language: Language, done: Deeds, slots: dict[str, str | Spans]) -> Spans:
    if not done.verbs:
        return ()
    if len(done.verbs) == 1:
        verb = done.verbs[0]
        phrase = f"one.{done.frame}"
        own = f"{phrase}.{verb}"
        deed = language.text(f"can.{verb}")
        return language.say(own if language.has(own) else phrase, deed=deed, **slots)
    listed = language.joined(
        [
            language.say("deed", deed=language.text(f"verb.{verb}"))
            for verb in done.verbs
        ]
    )
    return language.say(f"several.{done.frame}", deeds=listed, **slots)


def _role(
    language: Language, verb: str, name: str, *, place: Spans, reach: Reach
) -> Spans:
    where = language.say("in", account=place) if place else ()
    if verb == "tag-session":
        return language.say("tag-session", name=name, **{"in": where})
    slots: dict[str, str | Spans] = {"name": name, "in": where}
    if reach is None:
        return language.say("become", **slots)
    if not reach:
        return language.say("become.powerless", **slots)
    return language.say("become.reach", reach=reached(language, reach), **slots)


def reached(language: Language, reach: tuple[str, ...]) -> Spans:
    """List what a role can do once somebody has become it."""
    return language.listed([language.say("reach", deed=each) for each in reach])


def _within(language: Language, grant: Grant, done: Deeds) -> Spans:
    """Say which part of the resource is meant, where it is not the whole."""
    parts = [
        pattern.removeprefix(grant.resource).removeprefix("/")
        if done.frame != "share"
        else local_name(pattern)
        for pattern in grant.objects
    ]
    if "*" in parts or not any(parts):
        return ()
    parts = [part for part in parts if part]
    form = "other"
    if done.frame == "bucket" and done.verbs not in {(), ("everything",)}:
        are_folders = all(part.endswith("*") for part in parts)
        form = "bucket" if are_folders else "named"
        parts = [part.removesuffix("*") for part in parts] if are_folders else parts
    return language.say(f"within.{form}", places=language.listed(parts, "or"))
