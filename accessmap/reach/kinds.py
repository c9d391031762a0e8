"""What stands in the graph of reach: kinds of nodes, kinds of edges, what is unsure."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class NodeKind(IntEnum):
    """What a node stands for. Its number is kept in files: never give it another."""

    # A member: control of the whole account. An outsider: whoever acts there.
    ACCOUNT = 0
    ROLE = 1
    USER = 2
    PERSON = 3  # of Identity Center
    GROUP = 4
    FEDERATED = 5  # an identity provider, with all who sign in there
    SERVICE = 6
    PUBLIC = 7
    ORGANIZATION = 8  # everybody in it: one symbol, never an edge for each
    UNIT = 9
    RESOURCE = 10
    COLLECTION = 11  # all resources of a type in an account: one symbol
    OTHER = 12
    NETWORK = 13  # a way out of or into a network: packets pass, and nobody acts
    HUB = 14  # a transit gateway: hands packets on


class EdgeKind(IntEnum):
    """What the start of an edge can do with its end. Kept in files, as above."""

    BECOME = 0
    READ = 1
    WRITE = 2
    ADMINISTER = 3
    ESCALATE = 4  # iam:PassRole and its like: possible, and rarely meant
    HOLD = 5  # a symbol holds its members: nothing is granted here
    NETWORK = 6
    CHAIN = 7  # a role becomes another role
    ANYBODY = 8  # an outsider is one of those who are let in as anybody is


SWITCHABLE = (EdgeKind.CHAIN, EdgeKind.ESCALATE)
BECOMES = (EdgeKind.BECOME, EdgeKind.CHAIN)
# What is reached by such an edge ends the way: nobody acts as a bucket.
ACCESS = (EdgeKind.READ, EdgeKind.WRITE, EdgeKind.ADMINISTER)


class Doubt(IntFlag):
    """Why an edge may be less than it looks."""

    NONE = 0
    CONDITION = 1  # a condition must be met
    ASSUMED = 2  # the other half was not read, or is not ours to read
    ROUGH = 4  # read roughly: too much rather than too little


def both(one: Doubt, other: Doubt) -> Doubt:
    """Return the doubts of either: most have none, and ``|`` of a flag is slow."""
    if one is Doubt.NONE:
        return other
    return one if other is Doubt.NONE else one | other
