"""Change by the carrier: surrender for amendment, and its answer: no, or bills in the place of others."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.bills import contract
from app.bills.domain import (
    CHANGES,
    NAMED,
    Bill,
    BillCopy,
    Change,
    Form,
    SeenBalance,
    may_ask_for_consignee,
    require_alike,
)
from app.bills.services import balance
from app.bills.services.copies import SURRENDERED, copy_of, keep, mail_copy
from app.bills.services.issue import read_document, require_new
from app.bills.services.numbers import is_own
from app.bills.services.pledge import require_no_trust
from app.bills.services.reading import on_chain, visible
from app.bills.services.transfer import Act, may, queue_act, recipient
from app.chain.deployments import deployment_of
from app.chain.outbox import IdempotencyKey, Operation
from app.documents import service as documents
from app.documents.domain import SALT_BYTES, Draft, commitment_of
from app.errors import Conflict, Fault, Malformed, NotFound
from app.interop.dcsa.transport_document import parse
from app.mail import service as mail
from app.members import service as members


def surrender_for_amendment(
    session: Session,
    caller: Caller,
    id: str,
    *,
    change: Change,
    wish: str,
    consignee: str | None,
    deal: str | None,
    key: IdempotencyKey,
) -> Operation:
    """The carrier is told who asks and what for, in words. `consignee` (LEI): who is to be named by what
    takes the place of a straight bill; None for the same.
    """
    act = may(session, caller, id, "surrender-for-amendment")
    number = 0 if consignee is None else recipient(session, caller, act.party, consignee, deal)
    if number:
        may_ask_for_consignee(act.bill, number)
    call = contract.surrender_for_amendment(deployment_of(session), act.bill.id, change, number)
    operation = queue_act(
        session,
        caller,
        act,
        call,
        "surrender a bill for amendment",
        key,
        change=CHANGES[change],
        consignee=consignee,
    )
    own_deal = members.own_alias(session, caller.member_id, act.party).deal
    if act.copy and own_deal:
        carrier = act.copy.carrier
        send_to = () if is_own(session, caller.member_id, carrier) else (carrier,)
        written = Draft("amendment-wish", "amendment-wish.txt", "text/plain", wish.encode(), send_to)
        documents.enclose(session, operation, written, own_deal, documents.seal(written)[1])
        for lei in send_to:
            mail.send_when_final(
                session,
                operation_id=operation.id,
                member_id=caller.member_id,
                to=lei,
                kind=SURRENDERED,
                body={"bill": act.bill.id, "deal": own_deal},
            )
    return operation


def refuse_amendment(session: Session, caller: Caller, id: str, key: IdempotencyKey) -> Operation:
    """The bill goes back as it was."""
    act = may(session, caller, id, "amendment/refuse")
    call = contract.refuse_amendment(deployment_of(session), act.bill.id)
    return queue_act(session, caller, act, call, "refuse an amendment", key, right="CARRY")


def reissue(
    session: Session, caller: Caller, *, bills: Sequence[str], documents_: Sequence[str], key: IdempotencyKey
) -> Operation:
    """Bills for `documents_` (DCSA transport documents) in the place of `bills`, in one step, to who
    surrendered those. Copies and the balance sheet follow when it is final.

    Raises Malformed with all faults at once: of a document, and every quantity that is not on both sides what
    it was; only one bill in the place of one may correct quantities.
    """
    acts = [may(session, caller, id, "reissue") for id in dict.fromkeys(bills)]
    first = acts[0]
    require_alike([act.bill for act in acts])
    for act in acts:
        require_no_trust(session, act.bill.id)
    holder = members.named(session, caller.member_id, {first.bill.former_holder})[
        first.bill.former_holder
    ].lei
    old = [_own_copy(act) for act in acts]
    if holder is None:
        raise Conflict(
            "surrenderer-unknown",
            f"number {first.bill.former_holder}, which surrendered, has not said who it is",
            allowed="a surrender by an organisation that your organisation was told of",
            next="wait for its message",
        )
    new = _made(session, caller, documents_, first.bill, old[0].deal, holder, {copy.bill for copy in old})
    waybill = first.bill.form is Form.SEA_WAYBILL
    before, after = (
        balance.Side({copy.bill: parse(copy.content, waybill=waybill) for copy in side})
        for side in (old, new)
    )
    differences = balance.sheet(before, after).differences
    if differences and (len(old) > 1 or len(new) > 1 or first.bill.change is not Change.AMENDMENT):
        raise Malformed(Fault("#/documents", difference) for difference in differences)
    written = Draft(
        balance.KIND,
        "balance-sheet.json",
        "application/json",
        balance.written(before, after),
        _to(session, caller, holder),
    )
    commitment, salt = documents.seal(written)
    call = contract.reissue(
        deployment_of(session), [copy.bill for copy in old], [copy.bill for copy in new], commitment
    )
    said: dict[str, Any] = {
        "replaces": [copy.bill for copy in old],
        "issues": [copy.bill for copy in new],
        "references": [copy.reference for copy in new],
        "document": commitment,
    }
    operation = queue_act(
        session, caller, first, call, "put bills in the place of others", key, right="CARRY", **said
    )
    for copy in new:
        keep(session, caller.member_id, copy, operation.id)
        mail_copy(session, member_id=caller.member_id, copy=copy, to=holder, operation_id=operation.id)
    documents.enclose(session, operation, written, old[0].deal, salt)
    return operation


def balance_of(session: Session, caller: Caller, id: str) -> SeenBalance:
    """The balance sheet of the reissue that made the bill, or else of the one that voided it, computed once
    more from our own copies of the documents. Raises NotFound where there was none, or we were not given
    it.
    """
    bill = visible(session, caller, id)
    commitment = bill.reissue or bill.voided_by
    if not commitment:
        raise NotFound("no-reissue", "the bill neither took the place of others nor gave way to any")
    _, content = documents.content(session, caller, commitment)
    voided, issued = balance.bills_in(content)
    copies = {one: copy_of(session, caller.member_id, one) for one in (*voided, *issued)}
    missing = [one for one, copy in copies.items() if copy is None]
    waybill = bill.form is Form.SEA_WAYBILL
    sides = [
        balance.Side(
            {one: parse(copy.content, waybill=waybill) for one in side if (copy := copies[one]) is not None}
        )
        for side in (voided, issued)
    ]
    rows = {one: on_chain(session, one) for one in (*voided, *issued)}
    of_chain = all(
        row is not None and commitment in ((row.voided_by,) if one in voided else (row.reissue,))
        for one, row in rows.items()
    )
    same = not missing and balance.written(*sides) == content
    return SeenBalance(commitment, balance.sheet(*sides), missing, of_chain, same)


def _own_copy(act: Act) -> BillCopy:
    if act.copy is None:
        raise Conflict(
            "no-copy",
            f"your organisation has no copy of the document of {act.bill.id}",
            allowed="bills whose documents are at hand: their quantities must balance",
            next="ask who surrendered it for a copy",
        )
    return act.copy


def _made(
    session: Session,
    caller: Caller,
    texts: Sequence[str],
    like: Bill,
    deal: str,
    holder: str,
    replaced: set[str],
) -> list[BillCopy]:
    own = members.member(session, caller.member_id).lei
    new: list[BillCopy] = []
    faults: list[Fault] = []
    references: set[str] = set()
    for place, text in enumerate(texts):
        content = text.encode()
        where = f"#/documents/{place}"
        try:
            read = read_document(content, like.form, like.form in NAMED, where)
        except Malformed as refused:
            faults += refused.faults
            continue
        if read.reference in references:
            faults.append(Fault(where, f"{read.reference} again; each bill has a reference of its own"))
            continue
        references.add(read.reference)
        require_new(session, caller.member_id, read.reference, replaced)
        salt = secrets.token_bytes(SALT_BYTES)
        new.append(
            BillCopy(commitment_of(salt, content), deal, salt, content, read.reference, own, holder, None)
        )
    if faults:
        raise Malformed(faults)
    return new


def _to(session: Session, caller: Caller, holder: str) -> tuple[str, ...]:
    return () if is_own(session, caller.member_id, holder) else (holder,)
