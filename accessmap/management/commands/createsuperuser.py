"""Django's own command, in the ledger: who is made an administrator is an analyst."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import UserManager
from django.db import transaction

from accessmap.ledger.rows import note
from accessmap.models import User


class Logged(UserManager[User]):
    """Makes the person and the ledger's entry, or neither.

    Around the whole command a transaction would hold the database while somebody types.
    """

    @transaction.atomic
    def create_superuser(self, *args: Any, **fields: Any) -> User:
        """Make an administrator."""
        person = super().create_superuser(*args, **fields)
        note(person, "added", by="createsuperuser")
        return person


class Model:
    """The people's model, as Django's command asks it, but for its manager."""

    def __init__(self) -> None:
        """Give the manager its model, as a class body would."""
        self._default_manager = Logged()
        self._default_manager.model = User

    def __getattr__(self, name: str) -> Any:
        """Return what the model itself has."""
        return getattr(User, name)


class Command(createsuperuser.Command):
    """``manage.py createsuperuser``."""

    help = "Make an administrator, who may do all that an analyst may; it is logged."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make people by the manager that logs."""
        super().__init__(*args, **kwargs)
        self.UserModel = cast("type[User]", Model())
