"""Who am I, which numbers has my organisation, whom does it know."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from app.auth.caller import Caller, Requires
from app.db import Db
from app.members import service
from app.members.domain import PartyStatus, roles_in
from app.members.schemas import CallerOut, NumberOut, OrganisationOut
from app.members.store import Alias, Contact
from app.paging import Page, Paging, page

router = APIRouter(tags=["members"])

Reader = Annotated[Caller, Requires("members:read")]


@router.get("/me")
def who_am_i(caller: Reader, db: Db) -> CallerOut:
    """The user, role and organisation behind the token."""
    return CallerOut(
        user=caller.user_id,
        name=caller.name,
        role=caller.role,
        person=caller.person,
        scopes=sorted(caller.scopes),
        organisation=OrganisationOut.of(service.member(db, caller.member_id)),
    )


@router.get("/contacts")
def list_contacts(caller: Reader, db: Db, asked: Paging) -> Page[OrganisationOut]:
    """Organisations that yours knows."""
    query = service.contacts_of(caller.member_id)
    items, following = page(db, query, asked, [Contact.lei], OrganisationOut.of)
    return Page[OrganisationOut](items=items, next=following)


@router.get("/contacts/{lei}")
def get_contact(lei: str, caller: Reader, db: Db) -> OrganisationOut:
    return OrganisationOut.of(service.contact(db, caller.member_id, lei))


@router.get("/numbers")
def list_numbers(caller: Reader, db: Db, asked: Paging) -> Page[NumberOut]:
    """Numbers of your organisation, one for each deal, and those still free."""
    rows, following = page(db, service.aliases_of(caller.member_id), asked, [Alias.party], lambda row: row)
    return Page[NumberOut](items=_shaped(db, rows), next=following)


@router.get("/numbers/{number}")
def get_number(number: int, caller: Reader, db: Db) -> NumberOut:
    return _shaped(db, [service.own_alias(db, caller.member_id, number)])[0]


def _shaped(db: Db, aliases: list[Alias]) -> list[NumberOut]:
    on_chain = service.party_rows(db, [alias.party for alias in aliases])
    shaped = []
    for alias in aliases:
        row = on_chain.get(alias.party)
        status = PartyStatus(row.status) if row else PartyStatus.UNKNOWN
        shaped.append(
            NumberOut(
                number=alias.party,
                deal=alias.deal,
                status=status.name.lower(),
                roles=roles_in(row.roles) if row else [],
            )
        )
    return shaped
