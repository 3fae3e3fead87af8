"""Who am I, which numbers has my organisation, whom does it know."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response

from app.auth import service as auth
from app.auth.caller import Caller, Requires
from app.members import service
from app.members.schemas import CallerOut, NumberOut, OrganisationOut, UserOut, Withdrawal
from app.operations.answers import Router, WriteKey, answered
from app.paging import Page
from app.requests import Db, Paging

router = Router(tags=["members"])

Reader = Annotated[Caller, Requires("members:read")]
Administrator = Annotated[Caller, Requires("users:read")]
Withdrawer = Annotated[Caller, Requires("users:write")]
PartyNumber = Annotated[int, Path(ge=1, lt=2**32)]


@router.get("/me")
def who_am_i(caller: Reader, db: Db) -> CallerOut:
    """The user, role and organisation behind the token."""
    return CallerOut(
        user=caller.user_id,
        name=caller.name,
        role=caller.role,
        person=caller.person,
        scopes=sorted(caller.scopes),
        organisation=OrganisationOut.model_validate(service.member(db, caller.member_id)),
    )


@router.get("/users")
def list_users(caller: Administrator, db: Db, asked: Paging) -> Page[UserOut]:
    """Your organisation's users, those that were withdrawn too."""
    users, following = auth.users(db, caller.member_id, asked)
    return Page[UserOut](items=[UserOut.of(user) for user in users], next=following)


@router.post("/users/{id}/withdraw", responses={200: {"model": UserOut}})
def withdraw_user(id: str, body: Withdrawal, caller: Withdrawer, db: Db, key: WriteKey) -> Response:
    """No token of this user is one any more, from the next request on and for good. One person is enough, and
    nobody withdraws itself. Whoever signs outside has a key on the chain as well: take that off the number.
    """
    return answered(db, key, 200, UserOut.of(auth.withdraw(db, caller, id, body.reason)))


@router.get("/contacts")
def list_contacts(caller: Reader, db: Db, asked: Paging) -> Page[OrganisationOut]:
    """Organisations that yours knows."""
    rows, following = service.contacts_page(db, caller.member_id, asked)
    return Page[OrganisationOut](items=[OrganisationOut.model_validate(row) for row in rows], next=following)


@router.get("/contacts/{lei}")
def get_contact(lei: str, caller: Reader, db: Db) -> OrganisationOut:
    """One organisation that yours knows."""
    return OrganisationOut.model_validate(service.contact(db, caller.member_id, lei))


@router.get("/numbers")
def list_numbers(caller: Reader, db: Db, asked: Paging) -> Page[NumberOut]:
    """Numbers of your organisation, one for each deal, and those still free."""
    found, following = service.numbers_page(db, caller.member_id, asked)
    return Page[NumberOut](items=[NumberOut.model_validate(number) for number in found], next=following)


@router.get("/numbers/{number}")
def get_number(number: PartyNumber, caller: Reader, db: Db) -> NumberOut:
    """One number of your organisation."""
    return NumberOut.model_validate(service.own_number(db, caller.member_id, number))
