"""Transfers of a credit as a member is shown them: to the first beneficiary and the banks that stand in it,
and to nobody else. A second beneficiary is told of its own credit alone.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.credits import store
from app.credits.domain import CREDIT_WORDS, RUNNING, CreditStatus, PresentationStatus, day_of, spoken
from app.credits.services import records, transferring
from app.credits.services.records import Held, OnChain
from app.credits.store import CreditRow, TransferRow
from app.credits.transfers import (
    SETTLED,
    SUBSTITUTION_WORDS,
    TRANSFER_WORDS,
    SubstitutionStatus,
    TransferStatus,
)
from app.credits.views import SubstitutionView, TransferView
from app.errors import Forbidden
from app.interop import readers
from app.members import service as members
from app.members.domain import Named
from app.paging import PageAsked, page


def transfers(
    session: Session, caller: Caller, credit: str, asked: PageAsked
) -> tuple[list[TransferView], str | None]:
    """Of one credit, in the order in which they were asked for."""
    found = _knowing(session, caller, credit)
    query = store.transfers_of(found.row.chain_id, found.copy.id)
    return page(session, query, asked, [TransferRow.place], lambda row: _view(session, found, row))


def transfer(session: Session, caller: Caller, credit: str, transferred: str) -> TransferView:
    found = _knowing(session, caller, credit)
    return _view(session, found, transferring.row_of(session, found, transferred))


def of_credit(session: Session, caller: Caller, held: Held) -> list[TransferView]:
    """All of one credit, in their order; none for whoever may not know of them."""
    if not may_know(session, held):
        return []
    found = records.on_chain(session, caller, held.copy.id)
    query = store.transfers_of(found.row.chain_id, held.copy.id).order_by(TransferRow.place)
    return [_view(session, found, row) for row in session.scalars(query)]


def may_know(session: Session, held: Held) -> bool:
    """Whether we may be told what of a credit was transferred, and for how much."""
    row = held.row
    if row is None:
        return False
    standing = {row.beneficiary, row.issuing_bank, row.confirming_bank, store.transferring_bank(session, row)}
    return held.copy.party in standing - {0}


def origin(session: Session, held: Held) -> str | None:
    """The credit that this one was transferred from, for whoever holds that too."""
    if held.row is None:
        return None
    credit = store.transferred_from(session, held.row.chain_id, held.copy.id)
    if credit is None or store.copy_of(session, held.copy.member_id, credit) is None:
        return None
    return credit


def beside(session: Session, row: CreditRow) -> int:
    """What the bank stands for under credits that were transferred from this one, or has paid under them, and
    margins that lapsed: all that of this credit is not stood for under it.
    """
    if not row.set_aside:
        return 0
    transfers = [
        one
        for one in session.scalars(store.transfers_of(row.chain_id, row.id))
        if one.state is TransferStatus.MADE
    ]
    seconds = store.credit_rows(session, row.chain_id, [one.id for one in transfers])
    return sum(_share(one) + _lapsed(session, one) for one in seconds.values())


def _share(second: CreditRow) -> int:
    return second.drawable if second.state in RUNNING else second.reserved + second.honoured


def _lapsed(session: Session, second: CreditRow) -> int:
    """Of drawings that the issuing bank took up; of one that is refused the margin may come yet."""
    lapsed = {
        id: one.margin
        for id, one in store.substitutions_of(session, second.chain_id, second.id).items()
        if one.state is SubstitutionStatus.LAPSED
    }
    if not lapsed:
        return 0
    return sum(
        lapsed.get(one.id, 0)
        for one in session.scalars(store.presentations_of(second.chain_id, second.id))
        if one.state is PresentationStatus.HONOURED and one.bank == second.issuing_bank
    )


def _knowing(session: Session, caller: Caller, credit: str) -> OnChain:
    found = records.on_chain(session, caller, credit)
    if not may_know(session, found.held):
        raise Forbidden(
            "transfers-not-told",
            "what was transferred of a credit is between its beneficiary and the banks that stand in it",
            allowed="the first beneficiary, the transferring, the issuing and a confirming bank",
            next="ask the first beneficiary",
        )
    return found


def _view(session: Session, found: OnChain, row: TransferRow) -> TransferView:
    copy = store.transfer_copy(session, found.copy.member_id, row.id)
    second = store.credit_row(session, row.chain_id, row.id)
    final = store.final_block(session, row.chain_id)
    drawable = second.drawable if second else _asked(found, copy)
    status = second.state if second else CreditStatus.UNKNOWN
    return TransferView(
        id=row.id,
        credit=row.credit,
        status=row.state.name.lower(),
        in_words=TRANSFER_WORDS[row.state],
        finality="final" if row.last_block <= final else "pending",
        second_beneficiary=_second_beneficiary(session, found, copy, second),
        reference=readers.read_credit(copy.message).reference if copy else None,
        drawable=found.held.decimal(drawable) if drawable is not None else None,
        honoured=found.held.decimal(second.honoured if second else 0),
        under_examination=found.held.decimal(second.reserved if second else 0),
        credit_status=status.name.lower(),
        credit_in_words=CREDIT_WORDS[status],
        carved=found.held.decimal(row.carved),
        set_aside=found.held.decimal(row.held),
        amendments_advised=row.amendable,
        substitutions=_substitutions(session, found, row),
        operation=copy.operation_id if copy else None,
    )


def _second_beneficiary(
    session: Session, found: OnChain, copy: store.TransferCopy | None, second: CreditRow | None
) -> Named | None:
    """As the first beneficiary named it, or as we hold the transferred credit."""
    held = copy or (store.copy_of(session, found.copy.member_id, second.id) if second else None)
    if held is None:
        return None
    names = members.names_of(session, found.copy.member_id, {held.beneficiary})
    return Named(second.beneficiary if second else None, held.beneficiary, names.get(held.beneficiary))


def _asked(found: OnChain, copy: store.TransferCopy | None) -> int | None:
    if copy is None:
        return None
    terms = transferring.terms_of(copy)
    return terms.amount + terms.amount * terms.tolerance_plus // 100


def _substitutions(session: Session, found: OnChain, row: TransferRow) -> list[SubstitutionView]:
    """One for each presentation under the transferred credit."""
    stands = store.substitutions_of(session, row.chain_id, row.id)
    told = []
    query = store.presentations_of(row.chain_id, row.id).order_by(store.PresentationRow.place)
    for one in session.scalars(query):
        own = stands.get(one.id)
        status = own.state if own else SubstitutionStatus.NONE
        told.append(
            SubstitutionView(
                presentation=one.id,
                amount=found.held.decimal(one.amount),
                presented=day_of(one.presented),
                presentation_status=spoken(one.state),
                status=status.name.lower(),
                in_words=SUBSTITUTION_WORDS[status],
                until=day_of(own.until) if own and own.until else None,
                margin=found.held.decimal(own.margin) if own and status in SETTLED else None,
                invoice=store.invoice_copy(session, found.copy.member_id, one.id) is not None,
            )
        )
    return told
