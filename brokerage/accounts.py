"""Who may sign in, and as what. An account is invited first; a link that an administrator hands over sets its password.

Nothing here knows of pages: imports and commands invite people too. The sign-in itself is in `brokerage.keys.sign_in`.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args
from uuid import uuid4

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import CheckConstraint, DateTime, ForeignKey, String, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from employers.columns import Refused
from employers.db import Base, broken_rule
from employers.models import Contact

RoleName = Literal["coordinator", "keyworker", "employer", "manager", "administrator"]
ROLES: tuple[RoleName, ...] = get_args(RoleName)
SET_PASSWORD, SIGN_IN = "set-password", "sign-in"  # what a link is for: one does not pass for the other
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class Role(Base):
    """One of the five roles; `name` is a word of ROLES."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)

    def get_permissions(self) -> frozenset[str]:
        """Asked by the sign-in library: no finer permissions stand behind a role, `brokerage.access` has them all."""
        return frozenset()


class Grant(Base):
    """That an account has a role: a record of its own, so that giving and taking a role is audited like any change."""

    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)
    user: Mapped["User"] = relationship(back_populates="grants")
    role: Mapped[Role] = relationship(lazy="joined")

    @property
    def reference(self) -> str:
        return f"{self.user.email} as {self.role.name}"


class User(Base):
    """An account. Without a password it is invited; `fs_uniquifier` is what a session and a link stand on."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("email = lower(email)", "email_in_lower_case"),)
    # Names of columns whose values belong in no audit row.
    secret_columns = frozenset({"password", "fs_uniquifier"})

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("employer_contact.id"))
    grants: Mapped[list[Grant]] = relationship(back_populates="user", cascade="all, delete-orphan")
    roles: Mapped[list[Role]] = relationship(secondary="user_role", viewonly=True, order_by=Role.id, lazy="selectin")

    @property
    def reference(self) -> str:
        return self.email

    @property
    def called(self) -> str:
        """The name, or the e-mail address of somebody whose name is not known yet."""
        return self.name or self.email

    @property
    def invited(self) -> bool:
        return self.password is None

    def may(self, role: RoleName) -> bool:
        return any(grant.role.name == role for grant in self.grants)


class SpentLink(Base):
    """A link to sign in that was used. It is kept until it would have run out anyway; times are UTC."""

    unaudited = True  # what is done once signed in is in the trail

    __tablename__ = "spent_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(40), unique=True)
    ends_at: Mapped[datetime] = mapped_column(DateTime)


class NotAnAddress(Refused):
    def __init__(self, read: str) -> None:
        super().__init__(f"“{read}” is not an e-mail address. Write it like grace@hallbrook.example.")


class LinkSpent(Refused):
    """The link was used, has run out, was replaced by a newer one, or was never ours."""

    def __init__(self) -> None:
        super().__init__("This link has been used or has run out. Ask your administrator for a new one.")


class SignInLinkSpent(LinkSpent):
    def __init__(self) -> None:
        Refused.__init__(
            self,
            "This link has been used or has run out. Have a new one sent to you here, or sign in with your password.",
        )


class NotByLink(Refused):
    def __init__(self, user: User) -> None:
        super().__init__(
            f"{user.called} is not an employer’s contact alone, or the account is closed. "
            "Such links open the employers’ pages only; everybody else signs in with a password."
        )


class NoAddressYet(Refused):
    def __init__(self, contact: Contact) -> None:
        super().__init__(f"No e-mail address of {contact.name or 'this contact'} is written down. Add it, then invite.")


class SomebodyElses(Refused):
    def __init__(self, email: str) -> None:
        super().__init__(
            f"There is an account of {email} already, for other work or another employer. Write down another address."
        )


class LastAdministrator(Refused):
    def __init__(self) -> None:
        super().__init__("This is the only administrator. Give somebody else that role first.")


def find(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == _plain(email)))


def of_contact(session: Session, contact: Contact) -> User | None:
    """The account with which an employer's contact signs in."""
    return session.scalar(select(User).where(User.contact_id == contact.id).order_by(User.id).limit(1))


def everyone(session: Session) -> list[User]:
    return list(session.scalars(select(User).order_by(User.name, User.email)))


def invite(session: Session, email: str, role: RoleName, name: str = "") -> User:
    """The account of that address with that role, made without a password if there was none. Doing it twice is once."""
    if not ADDRESS.fullmatch(_plain(email)):
        raise NotAnAddress(email)
    user = find(session, email)
    if user is None:
        user = User(
            email=_plain(email),
            name=name.strip(),
            active=True,
            fs_uniquifier=uuid4().hex,
        )
        session.add(user)
    if not user.may(role):
        user.grants.append(Grant(role=_role(session, role)))
    session.flush()
    return user


def invite_contact(session: Session, contact: Contact) -> User:
    """The account of an employer's contact: sees that employer's records and desk. Raises NoAddressYet, SomebodyElses."""
    if not contact.email:
        raise NoAddressYet(contact)
    known = find(session, contact.email)
    if known is not None and (not _only_employer(known) or known.contact_id not in (None, contact.id)):
        raise SomebodyElses(known.email)
    user = invite(session, contact.email, "employer", contact.name or "")
    if user.contact_id is None:
        user.active = True  # a contact who was removed, and is asked back
    user.contact_id = contact.id
    session.flush()
    return user


def let_go(session: Session, contact: Contact) -> None:
    """Whoever signs in as this contact does no more; asked back, the account is the same."""
    for user in session.scalars(select(User).where(User.contact_id == contact.id)):
        close(session, user)
        user.contact_id = None
    session.flush()


def signs_in_by_link(user: User) -> bool:
    """Whether a link may sign this account in: one of an employer's contact alone, and open."""
    return user.active and _only_employer(user)


def set_roles(session: Session, user: User, roles: Iterable[RoleName]) -> None:
    """Gives the account exactly these roles. Raises LastAdministrator."""
    wanted = set(roles)
    if "administrator" not in wanted:
        _keep_an_administrator(session, user)
    for grant in [grant for grant in user.grants if grant.role.name not in wanted]:
        session.delete(grant)
    for name in sorted(wanted - {grant.role.name for grant in user.grants}):
        user.grants.append(Grant(role=_role(session, name)))
    session.flush()
    session.refresh(user)


def close(session: Session, user: User) -> None:
    """Nobody signs in with it any more, and its sessions end; the record stays, because the audit names it."""
    _keep_an_administrator(session, user)
    user.active = False
    user.fs_uniquifier = uuid4().hex


def reopen(user: User) -> None:
    user.active = True


def hashed(password: str) -> str:
    """What is stored of a password: argon2id with the library's own cost, as the sign-in expects it."""
    from argon2 import PasswordHasher  # loads a cipher library that most commands do not need

    return PasswordHasher().hash(unicodedata.normalize("NFKD", password))


def set_password(user: User, password: str) -> None:
    """Replaces the password. Links and open sessions of the account end with it."""
    user.password = hashed(password)
    user.fs_uniquifier = uuid4().hex


def new_link(user: User, secret: str, address: str) -> str:
    """A link with which its holder sets the password, once. Older links and open sessions of the account end with it.

    `secret` is the key the application signs with, `address` where it is served (`http://127.0.0.1:8000`).
    """
    user.fs_uniquifier = uuid4().hex
    return f"{address.rstrip('/')}/password/{_signer(secret).dumps(user.fs_uniquifier)}"


def holder_of_link(session: Session, token: str, secret: str, lifetime_days: int) -> User:
    """The account whose password the link may set. Raises LinkSpent."""
    try:
        uniquifier = _signer(secret).loads(token, max_age=lifetime_days * 24 * 60 * 60)
    except (BadSignature, SignatureExpired):
        raise LinkSpent from None
    user = session.scalar(select(User).where(User.fs_uniquifier == uniquifier, User.active))
    if user is None:
        raise LinkSpent
    return user


def sign_in_link(user: User, secret: str, address: str) -> str:
    """A link that signs an employer's contact in, once, after a press of the button on its page. Raises NotByLink.

    Links and sessions made before go on; a new password, a closed account or another role ends it. Arguments as for `new_link`."""
    if not signs_in_by_link(user):
        raise NotByLink(user)
    told = [user.fs_uniquifier, secrets.token_urlsafe(12)]
    return f"{address.rstrip('/')}/way-in/{_signer(secret, SIGN_IN).dumps(told)}"


def holder_of_sign_in_link(session: Session, token: str, secret: str, lifetime_days: int) -> User:
    """Whom the link would sign in; looking uses nothing up. Raises SignInLinkSpent."""
    return _sign_in(session, token, secret, lifetime_days)[0]


def spend_sign_in_link(session: Session, token: str, secret: str, lifetime_days: int) -> User:
    """Whom the link signs in, and never again; of two who press at once one gets in. Raises SignInLinkSpent."""
    user, mark, ends_at = _sign_in(session, token, secret, lifetime_days)
    session.execute(delete(SpentLink).where(SpentLink.ends_at < ends_at - timedelta(days=lifetime_days + 1)))
    try:
        with session.begin_nested():
            session.add(SpentLink(mark=mark, ends_at=ends_at))
    except IntegrityError as error:
        if broken_rule(error) != "uq_spent_link_mark":
            raise
        raise SignInLinkSpent from error
    return user


def _sign_in(session: Session, token: str, secret: str, lifetime_days: int) -> tuple[User, str, datetime]:
    """The account, the mark of the link, and when it runs out (UTC)."""
    lifetime = timedelta(days=lifetime_days)
    try:
        told, made_at = _signer(secret, SIGN_IN).loads(
            token, max_age=int(lifetime.total_seconds()), return_timestamp=True
        )
        uniquifier, mark = (str(each) for each in told)
    except (BadSignature, ValueError, TypeError):
        raise SignInLinkSpent from None
    user = session.scalar(select(User).where(User.fs_uniquifier == uniquifier, User.active))
    spent = session.scalar(select(SpentLink.id).where(SpentLink.mark == mark))
    if user is None or spent is not None or not _only_employer(user):
        raise SignInLinkSpent
    return user, mark, made_at.astimezone(UTC).replace(tzinfo=None) + lifetime


def _only_employer(user: User) -> bool:
    return {grant.role.name for grant in user.grants} == {"employer"}


def _signer(secret: str, use: str = SET_PASSWORD) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=use)


def _role(session: Session, name: RoleName) -> Role:
    role = session.scalar(select(Role).where(Role.name == name))
    if role is None:
        role = Role(name=name)
        session.add(role)
    return role


def _keep_an_administrator(session: Session, user: User) -> None:
    held = select(Grant).join(Grant.role).join(Grant.user).where(Role.name == "administrator", User.active)
    if {grant.user_id for grant in session.scalars(held)} == {user.id}:
        raise LastAdministrator


def _plain(email: str) -> str:
    return email.strip().lower()
