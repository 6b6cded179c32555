"""Who signs in, and which roles were given to them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from everyrep.faces.web.access.roles import ROLES, Role


class Users(BaseUserManager["User"]):
    """Makes people who can sign in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Somebody who signs in with a mail address."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    person = models.CharField(
        max_length=200, blank=True, db_index=True, help_text="Who they are in the warehouse."
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email

    def roles_on(self, day: date) -> list[Grant]:
        """What they were given and hold on a day, in the order of roles."""
        order = list(ROLES)
        held = [grant for grant in self.grants.all() if grant.holds_on(day)]
        return sorted(held, key=lambda grant: (order.index(grant.role), grant.pk))


class Grant(models.Model):
    """A role given to somebody, over a part of the company, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40, choices=[(r.name, r.title) for r in ROLES.values()])
    head = models.CharField(
        max_length=200,
        blank=True,
        help_text="Whose reports may be seen, where it is not their own: a person's id.",
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="The first day without it.")
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The same role is given once for the same time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "head", "since"], name="one_grant_of_a_kind"
            ),
            # To a database two days that are not there are two different ones.
            models.UniqueConstraint(
                fields=["user", "role", "head"],
                condition=models.Q(since=None),
                name="one_grant_from_ever",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what.title} for {self.user}"

    @property
    def what(self) -> Role:
        """The role itself."""
        return ROLES[self.role]

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


class Invitation(models.Model):
    """A link with which one person, once, sets a password."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Invitation of {self.user}"


class SpentAssertion(models.Model):
    """A SAML assertion that let somebody in: it serves once."""

    key = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField(db_index=True, help_text="After which it would be refused anyway.")

    def __str__(self) -> str:
        return self.key[:8]


class WrongTry(models.Model):
    """A wrong password, counted for a day. Who and where are hashes with the app's key."""

    account = models.CharField(max_length=64, db_index=True)
    address = models.CharField(max_length=64, db_index=True)
    device = models.CharField(max_length=64, blank=True, help_text="A browser known to be theirs.")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.account[:8]} from {self.address[:8]}"


class SignIn(models.Model):
    """Where and when somebody signed in: for their own eyes, and for some weeks."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=60, blank=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} from {self.address}"
