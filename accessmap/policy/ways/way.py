"""One kind of policy or list, and how the owner of an account changes it.

Names in braces are filled in by `apply.py`, each quoted for a shell: ``{arn}`` and
``{account}`` of the resource, ``{id}``, ``{first}`` and ``{last}`` as its ARN has them,
``{called}`` as people call it, ``{policy}`` for the policy's own name, ``{file}`` for
the new document. Commands that take an entry from a list know ``{who}`` as AWS lists
it, and the entry by its own names, as what to remove (``{removing}``) or as JSON,
and the list without it (``{rest}``). ``{at}`` is the region, for a command inside one.

https://docs.aws.amazon.com/cli/latest/reference/ has a page for each command; the tests
hold every one against the models that the AWS CLI is made from.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """Commands and templates; what stands empty cannot be done so.

    ``get``, ``put`` and ``delete`` are arguments of the AWS CLI; ``terraform`` is the
    resource and its argument, ``cloudformation`` the type and its property.
    ``undo_entry`` takes one entry out of a list that AWS keeps, which is no document;
    ``undo_statement`` one statement of a policy that AWS takes no other way.
    """

    get: str = ""  # prints the document in force, as JSON
    put: str = ""
    delete: str = ""
    terraform: tuple[str, str] = ("", "")
    cloudformation: tuple[str, str] = ("", "")
    undo_entry: str = ""
    undo_statement: str = ""
    attribute: str = ""  # the file holds the document under this name, not alone
