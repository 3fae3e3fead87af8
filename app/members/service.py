"""Who is hosted here, under which number in which deal, and who stands behind the numbers of others."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.chain.deployments import deployment_of
from app.errors import Conflict, NotFound
from app.mail import service as mail
from app.members import store
from app.members.domain import (
    Named,
    Opening,
    OperatorKey,
    OwnNumber,
    PartyStatus,
    Role,
    commitment_of,
    rights_in,
    roles_in,
)
from app.members.store import Alias, Contact, Counterparty, KeyRow, LimitRow, Member, PartyRow
from app.paging import PageAsked, page


class Book:
    """The mail's address book for members of this deployment."""

    def organisation_of(self, session: Session, member_id: str) -> str:
        return member(session, member_id).lei

    def member_with(self, session: Session, organisation: str) -> str | None:
        return session.scalars(select(Member.id).where(Member.lei == organisation)).first()


def create_member(session: Session, *, id: str, name: str, lei: str, bic: str | None, country: str) -> Member:
    row = Member(id=id, name=name, lei=lei, bic=bic, country=country)
    session.add(row)
    session.flush()
    return row


def member(session: Session, member_id: str) -> Member:
    return session.get_one(Member, member_id)


def new_deal() -> str:
    """Names a deal among its parties. Random, because whoever can name it is told the number used in it."""
    return secrets.token_hex(16)


def allot(session: Session, member_id: str, deal: str) -> Alias:
    """The member's number in this deal: the one it has, or a free one that the chain knows as active, from
    now on.

    Raises Conflict where none is free.
    """
    mine = session.scalars(select(Alias).where(Alias.member_id == member_id, Alias.deal == deal)).first()
    if mine is not None:
        return mine
    # One at a time of a member: two that saw the same number free would both take it.
    session.get(Member, member_id, with_for_update={"key_share": True}, populate_existing=True)
    mine = session.scalars(select(Alias).where(Alias.member_id == member_id, Alias.deal == deal)).first()
    if mine is not None:
        return mine
    free = session.scalars(
        select(Alias).where(Alias.member_id == member_id, Alias.deal.is_(None)).order_by(Alias.party)
    ).all()
    active = active_parties(session, [alias.party for alias in free])
    for alias in free:
        if alias.party in active:
            alias.deal = deal
            session.flush()
            return alias
    raise Conflict(
        "no-number-free",
        "your organisation has no admitted number left for a new deal",
        allowed="one number for each deal",
        next="enrol more numbers and have them admitted",
    )


def alias_in(session: Session, member_id: str, deal: str) -> Alias:
    """The member's number in a deal that it is in already. Raises NotFound."""
    mine = session.scalars(select(Alias).where(Alias.member_id == member_id, Alias.deal == deal)).first()
    if mine is None:
        raise NotFound("no-such-deal", "your organisation has no part in such a deal")
    return mine


def own_alias(session: Session, member_id: str, party: int) -> Alias:
    """Raises NotFound where the number is not this member's; that says nothing of whether it exists."""
    alias = session.get(Alias, party)
    if alias is None or alias.member_id != member_id:
        raise NotFound("no-such-number", f"your organisation has no number {party}", party=party)
    return alias


def own_parties(session: Session, member_id: str) -> list[int]:
    return list(session.scalars(select(Alias.party).where(Alias.member_id == member_id)))


def active_parties(session: Session, parties: Collection[int]) -> set[int]:
    """Those of `parties` that are admitted and not suspended, as far as the mirror has read."""
    rows = party_rows(session, parties)
    return {party for party, row in rows.items() if row.status == PartyStatus.ACTIVE}


def number_of(session: Session, *, member_id: str, deal: str, organisation: str) -> int:
    """The number of `organisation` (LEI) in `deal`: known, or asked for by mail now.

    Raises Conflict where the answer has not come yet, or does not open what the chain holds for that number.
    """
    known = acquaintance(session, member_id, deal, organisation)
    return number_told(session, member_id, deal, organisation, known)


def number_told(session: Session, member_id: str, deal: str, organisation: str, known: Acquaintance) -> int:
    """As `number_of`, of an organisation that was looked up already."""
    if known.told is None:
        mail.send(session, member_id=member_id, to=organisation, kind="number-wanted", body={"deal": deal})
        known = acquaintance(session, member_id, deal, organisation)
    if known.told is None:
        raise Conflict(
            "number-awaited",
            f"{organisation} has not told its number in this deal yet",
            next="try again when it has answered",
            organisation=organisation,
        )
    _require_opens(known.told, known.committed)
    return known.told.party


@dataclass(frozen=True)
class Acquaintance:
    """What a member knows of an organisation: whether that is itself or a contact, what it `told` of its
    number in a deal, and what the mirror holds of that number.
    """

    own: bool
    contact: bool
    told: Opening | None
    committed: str | None


def acquaintance(session: Session, member_id: str, deal: str, organisation: str) -> Acquaintance:
    """With an organisation (LEI), in one deal."""
    deployment = deployment_of(session)
    asked = {
        "chain_id": deployment.chain_id,
        "registry": deployment.contract("MemberRegistry").address,
        "member_id": member_id,
        "deal": deal,
        "lei": organisation,
    }
    found = session.execute(store.ACQUAINTANCE, asked).one()
    told = None if found.party is None else Opening(found.party, organisation, found.salt)
    return Acquaintance(found.own == organisation, found.contact is not None, told, found.committed)


def opening_of(session: Session, *, member_id: str, deal: str, organisation: str) -> Opening | None:
    """What proves the number of `organisation` (LEI) in `deal`, our own included, as far as we hold it."""
    own = member(session, member_id).lei
    if organisation == own:
        alias = session.scalars(select(Alias).where(Alias.member_id == member_id, Alias.deal == deal)).first()
        return None if alias is None else Opening(alias.party, own, alias.salt)
    known = session.get(Counterparty, (member_id, deal, organisation))
    return None if known is None else Opening(known.party, organisation, known.salt)


def keep_opening(session: Session, member_id: str, deal: str, opening: Opening) -> bool:
    """Keep what another organisation handed on about a third. False, and nothing kept, where it opens nothing
    on the chain: whoever keeps a false one could no longer be told the true one.
    """
    if session.get(Counterparty, (member_id, deal, opening.organisation)) is not None:
        return True
    try:
        require_opening(session, opening.party, opening.organisation, opening.salt)
    except Conflict:
        return False
    session.add(
        Counterparty(
            member_id=member_id,
            deal=deal,
            lei=opening.organisation,
            party=opening.party,
            salt=opening.salt,
        )
    )
    session.flush()
    return True


def organisation_behind(session: Session, *, member_id: str, deal: str, party: int) -> str | None:
    """The LEI that stands behind a number in this deal, our own included; None where we were not told."""
    own = session.get(Alias, party)
    if own is not None and own.member_id == member_id:
        return member(session, member_id).lei
    return session.scalars(
        select(Counterparty.lei).where(
            Counterparty.member_id == member_id, Counterparty.deal == deal, Counterparty.party == party
        )
    ).first()


def organisations_behind(session: Session, member_id: str, parties: Collection[int]) -> dict[int, str]:
    """LEIs behind these numbers, our own included: as far as we were told and the chain agrees."""
    told = session.scalars(
        select(Counterparty).where(Counterparty.member_id == member_id, Counterparty.party.in_(parties))
    ).all()
    on_chain = party_rows(session, {known.party for known in told})
    own = session.scalars(select(Alias.party).where(Alias.member_id == member_id, Alias.party.in_(parties)))
    behind = dict.fromkeys(own, member(session, member_id).lei)
    for known in told:
        row = on_chain.get(known.party)
        if row and row.organisation == commitment_of(known.party, known.lei, known.salt):
            behind[known.party] = known.lei
    return behind


def names_of(session: Session, member_id: str, leis: Collection[str]) -> dict[str, str]:
    """By LEI, as the member's own list of contacts has them; its own name included."""
    known = session.scalars(select(Contact).where(Contact.member_id == member_id, Contact.lei.in_(leis)))
    own = member(session, member_id)
    return {contact.lei: contact.name for contact in known} | {own.lei: own.name}


def countries_of(session: Session, member_id: str) -> dict[str, str]:
    """By LEI, as the member's own list of contacts has them; its own included."""
    known = session.execute(select(Contact.lei, Contact.country).where(Contact.member_id == member_id))
    own = member(session, member_id)
    return {row.lei: row.country for row in known} | {own.lei: own.country}


def strangers_among(session: Session, member_id: str, leis: Collection[str]) -> set[str]:
    """Those of `leis` that are neither a contact of the member nor its own."""
    known = session.scalars(store.CONTACTS_AMONG, {"member_id": member_id, "leis": list(leis)})
    left = set(leis).difference(known)
    return left and left - {member(session, member_id).lei}


def named(session: Session, member_id: str, parties: Collection[int]) -> dict[int, Named]:
    """Each number with who stands behind it, as far as we were told and the chain agrees."""
    behind = organisations_behind(session, member_id, parties)
    names = names_of(session, member_id, set(behind.values()))
    return {
        party: Named(party, behind[party], names.get(behind[party])) if party in behind else Named(party)
        for party in parties
    }


def deals_of(session: Session, member_id: str, parties: Collection[int]) -> dict[int, str | None]:
    """Of `parties` those that are the member's own, and the deal in which it uses each."""
    rows = session.execute(
        select(Alias.party, Alias.deal).where(Alias.member_id == member_id, Alias.party.in_(parties))
    )
    return {row.party: row.deal for row in rows}


def hosts_of(session: Session, parties: Collection[int]) -> dict[int, str]:
    """The members of this deployment that act under these numbers: for workers, who ask for nobody."""
    rows = session.execute(select(Alias.party, Alias.member_id).where(Alias.party.in_(parties)))
    return {row.party: row.member_id for row in rows}


def own_among(session: Session, member_id: str, parties: Collection[int]) -> set[int]:
    """Those of `parties` that are the member's own."""
    found = session.scalars(store.OWN_AMONG, {"member_id": member_id, "parties": list(parties)})
    return {alias.party for alias in found}


def with_own(query: Select[Any], *columns: InstrumentedAttribute[int]) -> Select[Any]:
    """The same rows, each once more for every number of the member `member_id` (a parameter) in one of
    `columns`, with its Alias; without one where none is the member's.
    """
    # Not by the index of a member's numbers, of which there may be very many: by the few in `columns`.
    whose = Alias.member_id.concat("")
    mine = and_(Alias.party.in_(columns), whose == bindparam("member_id"))
    return query.add_columns(Alias).outerjoin(Alias, mine)


def own_in_role(session: Session, member_id: str, role: Role) -> set[int]:
    """The member's numbers that have the role and are not suspended."""
    rows = party_rows(session, own_parties(session, member_id))
    return {
        party for party, row in rows.items() if row.roles >> role & 1 and row.status == PartyStatus.ACTIVE
    }


def own_numbers(member_id: str) -> Select[Any]:
    """The member's numbers, to stand inside another query: it may hold one for each of very many deals."""
    return select(Alias.party).where(Alias.member_id == member_id)


def alone_up_to(session: Session, party: int, asset: str) -> int:
    """Minor units of `asset` that one person of `party` may undertake or pay; 0: every amount takes two."""
    deployment = deployment_of(session)
    registry = deployment.contract("MemberRegistry").address
    row = session.get(LimitRow, (deployment.chain_id, registry, f"{party}:{asset}"))
    return min(row.ceiling, row.own) if row else 0


def require_opening(session: Session, party: int, organisation: str, salt: bytes) -> None:
    """Raises Conflict unless the mirrored commitment of `party` opens to `organisation`."""
    row = party_rows(session, [party]).get(party)
    _require_opens(Opening(party, organisation, salt), row.organisation if row else None)


def _require_opens(opening: Opening, committed: str | None) -> None:
    if committed == commitment_of(opening.party, opening.organisation, opening.salt):
        return
    raise Conflict(
        "number-not-theirs",
        f"the chain does not know number {opening.party} as one of {opening.organisation}",
        allowed="a number whose commitment opens to the organisation that gave it",
        next="ask them by another way before you go on",
        party=opening.party,
        organisation=opening.organisation,
    )


def contact(session: Session, member_id: str, lei: str) -> Contact:
    """Raises NotFound."""
    found = session.get(Contact, (member_id, lei))
    if found is None:
        raise NotFound(
            "no-such-contact", f"your organisation has no contact {lei}", next="add it first", lei=lei
        )
    return found


def contact_with_bic(session: Session, member_id: str, bic: str) -> Contact:
    """By the first eight characters: branches answer for their bank. Raises NotFound."""
    found = session.scalars(
        select(Contact)
        .where(Contact.member_id == member_id, Contact.bic.startswith(bic[:8], autoescape=True))
        .order_by(Contact.lei)
    ).first()
    if found is None:
        raise NotFound(
            "no-such-contact",
            f"your organisation has no contact with the BIC {bic}",
            next="add it first",
            bic=bic,
        )
    return found


def add_contact(
    session: Session, member_id: str, *, lei: str, name: str, bic: str | None, country: str
) -> Contact:
    """Add it, or bring it up to date."""
    row = session.merge(Contact(member_id=member_id, lei=lei, name=name, bic=bic, country=country))
    session.flush()
    return row


def checker_key(session: Session, member_id: str, party: int) -> str:
    """The address with which a checker of this member will act under `party`."""
    return own_alias(session, member_id, party).checker_key


def operator_key(session: Session, party: int, address: str) -> OperatorKey | None:
    """The key with this address, where the mirror has it as one of `party`."""
    deployment = deployment_of(session)
    registry = deployment.contract("MemberRegistry").address
    row = session.get(KeyRow, (deployment.chain_id, registry, address))
    if row is None or row.party != party:
        return None
    return OperatorKey(
        address, row.person, frozenset(rights_in(row.may_make)), frozenset(rights_in(row.may_check))
    )


def contacts_page(session: Session, member_id: str, asked: PageAsked) -> tuple[list[Contact], str | None]:
    query = select(Contact).where(Contact.member_id == member_id)
    return page(session, query, asked, [Contact.lei], lambda row: row)


def numbers_page(session: Session, member_id: str, asked: PageAsked) -> tuple[list[OwnNumber], str | None]:
    query = select(Alias).where(Alias.member_id == member_id)
    aliases, following = page(session, query, asked, [Alias.party], lambda row: row)
    return _with_chain(session, aliases), following


def own_number(session: Session, member_id: str, party: int) -> OwnNumber:
    """Raises NotFound, of another member's number as of none."""
    return _with_chain(session, [own_alias(session, member_id, party)])[0]


def _with_chain(session: Session, aliases: Sequence[Alias]) -> list[OwnNumber]:
    rows = party_rows(session, [alias.party for alias in aliases])
    found = []
    for alias in aliases:
        row = rows.get(alias.party)
        status = PartyStatus(row.status) if row else PartyStatus.UNKNOWN
        roles = tuple(roles_in(row.roles)) if row else ()
        found.append(OwnNumber(alias.party, alias.deal, status.name.lower(), roles))
    return found


def party_rows(session: Session, parties: Collection[int]) -> dict[int, PartyRow]:
    """What the mirror holds of each number."""
    deployment = deployment_of(session)
    rows = session.scalars(
        select(PartyRow).where(
            PartyRow.chain_id == deployment.chain_id,
            PartyRow.contract == deployment.contract("MemberRegistry").address,
            PartyRow.id.in_([str(party) for party in parties]),
        )
    )
    return {int(row.id): row for row in rows}
