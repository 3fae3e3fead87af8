"""Gathers what one member may see of one credit into an evidence pack: its own copies, operations and mail,
and what the chain tells of the credit to its parties.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.auth import service as auth
from app.auth.domain import Caller
from app.chain.deployments import Event, Undecodable, deployment_of
from app.credits import store
from app.credits.calendar import Calendar
from app.credits.domain import canonical, documents_list, drawing_of
from app.credits.evidence import Pack, Step, listed, name_of
from app.credits.services import amended, claims, examining, maturities, reading, records
from app.credits.services.records import Held
from app.credits.store import ExaminationRow, ObligationRow, PresentationRow
from app.db import now_of
from app.interop import readers
from app.mail import service as mail
from app.members import service as members
from app.members.domain import Named

BOOKS = frozenset(
    {
        *("LetterOfCredit", "AmendmentBook", "ConfirmationBook", "EndBook", "ClauseBook", "StopBook"),
        "ObligationBook",
    }
)
"""Whose events a pack tells in full, as it does those of transfers, assignments and advances in which the
member has a part. Of others it tells what is a line of the credit's history, without what they say: what a
party does with its claim elsewhere is its own business.
"""

WORDS = {
    "CreditAmended": "amended terms became operative",
    "CreditAdjusted": "the credit's figures were adjusted by its clauses",
    "AmendmentStated": "it was stated what a pending amendment makes of the terms",
    "ClausesStated": "the clauses of the credit were stated",
    "Incurred": "payment at maturity was undertaken",
    "ObligationPaid": "what was owed at maturity was paid",
    "ObligationOffered": "what is owed at maturity was offered, or its offer withdrawn",
    "ObligationSold": "what is owed at maturity was bought: it has another creditor",
    **claims.WORDS,
}
"""Of events that are no line of the history."""
OF_THE_MEMBER, OF_THE_CHAIN = range(2)


def pack(session: Session, caller: Caller, id: str) -> tuple[bytes, str, str]:
    """The zip, its seal, and the credit's id. Raises NotFound where we hold no copy."""
    held = records.held(session, caller, id)
    gathered = _Gathering(session, caller, held)
    return *gathered.whole().closed(now_of(session)), held.copy.id


@dataclass
class _Gathering:
    session: Session
    caller: Caller
    held: Held

    def __post_init__(self) -> None:
        self.member_id, self.credit = self.caller.member_id, self.held.copy.id
        self.chain_id = deployment_of(self.session).chain_id
        self.read_to = store.read_to(self.session, self.chain_id)
        own = members.member(self.session, self.member_id)
        self.us = own.name
        self.pack = Pack(
            {
                "credit": self.credit,
                "reference": self.held.copy.reference,
                "member": {"lei": own.lei, "name": own.name, "part": self.held.copy.part},
                "made_by": self.caller.name,
                "chain_id": self.chain_id,
                "read_to_block": self.read_to,
                "final_block": store.final_block(self.session, self.chain_id),
            }
        )
        self.steps: list[Step] = []
        self.openings: list[dict[str, Any]] = []

    def whole(self) -> Pack:
        self._views()
        self._events()
        self._texts()
        self._operations()
        self._messages()
        self._examinations()
        self.pack.data("openings.json", self.openings)
        copy = self.held.copy
        shown = reading.credit(self.session, self.caller, self.credit)
        heading = [
            f"Credit {copy.reference} ({self.credit})",
            f"as {self.us}, {copy.part}, holds it; read to block {self.read_to} of chain {self.chain_id}.",
            f"Applicant {shown.applicant}, issuing bank {shown.issuing_bank}, advising bank "
            f"{shown.advising_bank}, beneficiary {shown.beneficiary}.",
            f"{shown.terms.currency} {shown.terms.amount}; now {shown.in_words}.",
            "Times are in UTC. Those of events are the chain's, all others the member's own record.",
            "A block's is of a whole second: an event may stand before what led to it within that second.",
        ]
        self.pack.tell(self.steps, heading)
        return self.pack

    # ----------------------------------------------------------------- as the member sees it

    @cached_property
    def presentations(self) -> list[PresentationRow]:
        query = store.presentations_of(self.chain_id, self.credit).order_by(PresentationRow.place)
        return list(self.session.scalars(query))

    @cached_property
    def obligations(self) -> list[ObligationRow]:
        """Those in which the member has a part."""
        ids = {row.id for row in self.presentations}
        query = store.obligations_of(self.chain_id, members.own_numbers(self.member_id))
        rows = self.session.scalars(query.order_by(ObligationRow.due, ObligationRow.id))
        return [row for row in rows if row.drawing in ids]

    @cached_property
    def claims(self) -> claims.Claims:
        return claims.of_credit(self.session, self.caller, self.held)

    @cached_property
    def amendments(self) -> list[str]:
        query = store.amendments_of(self.chain_id, self.credit)
        return [row.id for row in self.session.scalars(query)] if self.held.row else []

    def _views(self) -> None:
        session, caller = self.session, self.caller
        self.pack.data("credit.json", asdict(reading.credit(session, caller, self.credit)))
        shown = [reading.presentation(session, caller, self.credit, row.id) for row in self.presentations]
        self.pack.data("presentations.json", [asdict(one) for one in shown])
        owed = [maturities.view(session, self.member_id, row) for row in self.obligations]
        self.pack.data("obligations.json", [asdict(one) for one in owed])
        views = [
            asdict(amended.amendment(session, caller, self.credit, id))
            for id in self.amendments
            if self.held.opens
        ]
        self.pack.data("amendments.json", views)
        for kind in ("transfers", "assignments", "advances"):
            self.pack.data(f"{kind}.json", [asdict(one) for one in getattr(self.claims, kind)])

    # ----------------------------------------------------------------- what the chain tells

    @cached_property
    def events(self) -> list[tuple[Event, dict[str, Any]]]:
        """In order, each with the log as the node gave it."""
        found = []
        for row in store.logs_in(self.session, self.chain_id, self._blocks()):
            if row.block_number > self.read_to:
                continue
            try:
                event = deployment_of(self.session).decode_log(row.log, row.block_time)
            except Undecodable:
                continue
            if self._is_told(event, row.log):
                found.append((event, row.log))
        return found

    def _blocks(self) -> set[int]:
        """In which something happened to the credit or to what belongs to it."""
        rows: list[Any] = [*self.history, *self.presentations, *self.obligations]
        rows += self.claims.rows(self.session)
        query = store.amendments_of(self.chain_id, self.credit)
        rows += self.session.scalars(query)
        if self.held.row is not None:
            rows.append(self.held.row)
            clauses = store.clauses_row(self.session, self.chain_id, self.held.row.clauses)
            rows += [clauses] if clauses else []
        return {block for row in rows for block in (row.first_block, row.last_block)}

    @cached_property
    def history(self) -> list[store.CreditEventRow]:
        return store.history_of(self.session, self.chain_id, self.credit)

    @cached_property
    def _ids(self) -> set[str]:
        ids = {self.credit, *self.amendments}
        ids |= {row.id for row in self.presentations} | {row.id for row in self.obligations}
        if self.held.row is not None and int(self.held.row.clauses, 16):
            ids.add(self.held.row.clauses)
        return {id.removeprefix("0x").lower() for id in ids}

    @cached_property
    def _lines(self) -> dict[tuple[int, int], store.CreditEventRow]:
        return {(row.first_block, row.log_index): row for row in self.history}

    def _is_told(self, event: Event, log: dict[str, Any]) -> bool:
        if event.contract not in BOOKS:
            in_history = (event.block_number, event.log_index) in self._lines
            return in_history or self.claims.concern(event)
        said = "".join([*log["topics"], log["data"]]).lower()
        if not any(id in said for id in self._ids):
            return False
        if event.contract != "ObligationBook":
            return True
        row = next((one for one in self.obligations if one.id == event.args["obligation"]), None)
        if row is None or event.name != "ObligationOffered":
            return row is not None
        # Between creditor and buyer, and none of the debtor's business.
        concerned = {row.obligee, event.args["offer"]["buyer"]}
        return bool(members.own_among(self.session, self.member_id, concerned))

    def _withheld(self, event: Event) -> bool:
        """The price of a negotiation is between the bank and the beneficiary."""
        if event.contract not in BOOKS:
            return not self.claims.concern(event)
        if event.name != "Negotiated" or self.held.row is None:
            return False
        concerned = {event.args["bank"], self.held.row.beneficiary}
        return not members.own_among(self.session, self.member_id, concerned)

    def _events(self) -> None:
        named = self._named({row.party for row in self.history})
        told = []
        for event, log in self.events:
            id, at = _place(event), datetime.fromtimestamp(event.block_time, UTC)
            withheld = self._withheld(event)
            told.append(
                {
                    "id": id,
                    "at": at.isoformat(),
                    "second": event.block_time,
                    "contract": event.contract,
                    "name": event.name,
                    "args": None if withheld else dict(event.args),
                    "log": {**log, "data": None} if withheld else log,
                }
            )
            line = self._lines.get((event.block_number, event.log_index))
            who, what = (
                (str(named[line.party]), reading.EVENT_WORDS[event.name])
                if line
                else ("chain:", WORDS.get(event.name, event.name))
            )
            self._step(event.block_time, OF_THE_CHAIN, who, what, event=id)
        self.pack.data("events.json", told)
        self.pack.facts["contracts"] = {event.address: event.contract for event, _ in self.events}

    def _event(self, name: str, **args: Any) -> str:
        """The first of these; empty where the chain has told of none."""
        for event, _ in self.events:
            if event.name == name and all(event.args.get(key) == value for key, value in args.items()):
                return _place(event)
        return ""

    # ----------------------------------------------------------------- texts and what opens them

    def _texts(self) -> None:
        copy = self.held.copy
        public = readers.for_beneficiary(copy.message)
        text = self.pack.text("texts/credit.txt", copy.message)
        leaves: dict[str, Any] = {"scheme": "salted", "file": text}
        if copy.banks_leaf is not None:
            leaves = {
                "scheme": "between banks, without",
                "public": text,
                "banks_leaf": _hex(copy.banks_leaf),
            }
        elif copy.banks_salt is not None:
            shown = self.pack.text("texts/credit-without-what-is-between-banks.txt", public)
            leaves = {"scheme": "between banks, whole", "public": shown, "file": text}
            leaves["banks_salt"] = _hex(copy.banks_salt)
        issued = self._event("CreditIssued", credit=self.credit)
        self._opening("the text of the credit", self.held.commitment, issued, salt=copy.salt, **leaves)
        for amendment in store.amendment_copies(self.session, self.member_id, self.credit):
            row = store.amendment_row(self.session, self.chain_id, self.credit, amendment.id)
            event = self._event("AmendmentProposed", amendment=amendment.id)
            if row is not None:
                what = f"amendment {amendment.written['reference']}"
                self._opening(what, row.text, event, content=amendment.written, salt=amendment.salt)
        for place, presented in enumerate(self.presentations, start=1):
            self._presented(place, presented)

    def _presented(self, place: int, row: PresentationRow) -> None:
        event = self._event("Presented", presentation=row.id)
        copy = store.presentation_copy(self.session, self.member_id, row.id)
        if copy is not None:
            documents = [{"name": one.name, "kind": one.kind, "sha256": one.sha256} for one in copy.documents]
            files = {
                self.pack.text(
                    f"texts/presentation-{place}/{name_of(one.place, one.name)}", one.content
                ): one.sha256
                for one in copy.documents
            }
            content = json.loads(documents_list(documents))
            what = f"the documents of presentation {place}"
            self._opening(what, row.documents, event, content=content, salt=copy.salt, files=files)
            content = json.loads(drawing_of(row.amount, self.held.copy.currency))
            what = f"the amount of presentation {place}"
            self._opening(what, row.drawing, event, content=content, salt=copy.salt)
        copies = store.notice_copies(self.session, self.member_id, row.id)
        for notice in store.notices_on_chain(self.session, self.chain_id, row.id):
            if notice.notice in copies:
                kept = copies[notice.notice]
                what = f"a notice of refusal of presentation {place}"
                event = f"{notice.first_block}-{notice.log_index}"
                self._opening(what, notice.notice, event, content=kept.notice, salt=kept.salt)

    def _opening(
        self, what: str, commitment: str, event: str, *, salt: bytes, scheme: str = "salted", **parts: Any
    ) -> None:
        """While the chain has told of no commitment, there is nothing to open."""
        if event:
            opening = {"what": what, "commitment": commitment, "event": event, "scheme": scheme}
            self.openings.append(opening | {"salt": _hex(salt)} | parts)

    # ----------------------------------------------------------------- what the member asked for

    def _operations(self) -> None:
        copy, owed = self.held.copy, {row.id for row in self.obligations}
        asked = {copy.application} if copy.application else set()
        operations = store.operations_about(
            self.session, self.member_id, credit={self.credit}, application=asked, obligation=owed
        )
        users = {user for one in operations for user in (one.user_id, one.checker_id) if user}
        names = auth.names_of(self.session, self.member_id, users)
        numbers = {one.transaction_number for one in operations if one.transaction_number is not None}
        attempts = store.attempts_of(self.session, numbers)
        told = []
        for one in operations:
            carrier = one.transaction
            mined = carrier if carrier and carrier.block_hash else None
            told.append(
                {
                    "id": one.id,
                    "describes": one.describes,
                    "contract": one.target,
                    "function": one.function,
                    "call": _hex(one.call),
                    "persons": one.eyes,
                    "status": one.status,
                    "asked_by": {"user": one.user_id, "name": names.get(one.user_id), "person": one.person},
                    "asked_at": one.made_at,
                    "checked_by": {
                        "user": one.checker_id,
                        "name": names.get(one.checker_id),
                        "person": one.checker_person,
                    }
                    if one.checker_id
                    else None,
                    "checked_at": one.checked_at,
                    "refusal": one.refusal,
                    "order_nonce": one.order_nonce,
                    "persons_signatures": [_hex(signature) for signature in one.signatures],
                    "signed": [
                        {
                            "hash": attempt.hash,
                            "raw": _hex(attempt.raw),
                            "made_at": attempt.made_at,
                            "sent_at": attempt.sent_at,
                        }
                        for attempt in attempts
                        if attempt.transaction_number == one.transaction_number and not attempt.filler
                    ],
                    "receipt": {
                        "transaction": mined.hash,
                        "block": mined.block_number,
                        "block_hash": mined.block_hash,
                        "succeeded": mined.succeeded,
                        "gas_used": mined.gas_used,
                    }
                    if mined
                    else None,
                }
            )
            action, of = one.describes.get("action", one.function), f"operation {one.id}"
            who = f"{self.us}, {names.get(one.user_id, one.user_id)},"
            self.steps.append(Step(one.made_at, OF_THE_MEMBER, who, f"asked to {action}", of=of))
            if one.checker_id and one.checked_at:
                who = f"{self.us}, {names.get(one.checker_id, one.checker_id)},"
                said = "rejected it" if one.status == "rejected" else "approved it"
                self.steps.append(Step(one.checked_at, OF_THE_MEMBER, who, f"{said}: {action}", of=of))
        self.pack.data("operations.json", told)

    def _messages(self) -> None:
        named = {"credit": self.credit}
        if self.held.copy.application:
            named["application"] = self.held.copy.application
        told = []
        rows = mail.about(self.session, self.member_id, **named)
        known = members.names_of(self.session, self.member_id, {row.other for row in rows})
        for row in rows:
            other = known.get(row.other, row.other)
            sent = row.direction == "out"
            told.append(
                {
                    "id": row.message_id,
                    "sent": sent,
                    "other": {"lei": row.other, "name": known.get(row.other)},
                    "kind": row.kind,
                    "at": row.sent_at,
                    "body": row.body,
                    "attachments": [
                        {"name": one.name, "media_type": one.media_type, "bytes": len(one.content)}
                        for one in row.attachments
                    ],
                }
            )
            what = f"sent {other}: {row.kind}" if sent else f"sent {self.us}: {row.kind}"
            who, details = self.us if sent else other, _details(row.body)
            of = f"message {row.message_id}"
            self.steps.append(Step(row.sent_at, OF_THE_MEMBER, who, what, of=of, details=details))
        self.pack.data("messages.json", told)

    # ----------------------------------------------------------------- examinations

    def _examinations(self) -> None:
        told = []
        for place, row in enumerate(self.presentations, start=1):
            examined = store.examinations_on_chain(self.session, self.chain_id, row.id)
            for one in examined:
                self._calendar(place, row, one)
            named = store.examiners(self.session, self.member_id, row.id)
            for each in named:
                what = f"named {each.name} to examine presentation {place}"
                who = f"{self.us}, {each.named_by},"
                self.steps.append(Step(each.at, OF_THE_MEMBER, who, what))
            escalations = store.escalations(self.session, self.member_id, row.id, row.bank)
            for escalation in escalations:
                what = f"day {escalation.day} of presentation {place}: {escalation.told} had to be told"
                self.steps.append(Step(escalation.at, OF_THE_MEMBER, f"{self.us}:", what))
            told.append(
                {
                    "presentation": row.id,
                    "findings": list(self._findings(place, row)),
                    "examiners": [{"name": e.name, "named_by": e.named_by, "at": e.at} for e in named],
                    "escalations": [
                        {"day": e.day, "to": e.told, "at": e.at, "deadline": e.deadline} for e in escalations
                    ],
                }
            )
        self.pack.data("examinations.json", told)

    def _findings(self, place: int, row: PresentationRow) -> Iterator[dict[str, Any]]:
        for made in store.examinations_by_us(self.session, self.member_id, row.id):
            calendar = json.loads(made.calendar)
            copy = store.presentation_copy(self.session, self.member_id, row.id)
            clock = examining.clock_of(copy, Calendar.read(made.calendar), made.at) if copy else None
            found = "found it complying" if made.complies else "found it discrepant"
            details = listed(made.discrepancies)
            if clock:
                details.append(
                    f"received {clock.received_at.isoformat()}, counted from {clock.day_of_receipt}, "
                    f"deadline {clock.deadline.isoformat()}, by calendar {calendar['version']}"
                )
            who, what = f"{self.us}, {made.examiner},", f"examined presentation {place} and {found}"
            of = f"operation {made.operation_id}"
            self.steps.append(Step(made.at, OF_THE_MEMBER, who, what, of=of, details=details))
            yield {
                "operation": made.operation_id,
                "examiner": made.examiner,
                "at": made.at,
                "complies": made.complies,
                "discrepancies": made.discrepancies,
                "calendar": calendar,
                "calendar_hash": made.calendar_hash,
                "clock": asdict(clock) if clock else None,
            }

    def _calendar(self, place: int, row: PresentationRow, examined: ExaminationRow) -> None:
        made = store.examination_of(self.session, self.member_id, row.id, examined.calendar)
        if made is not None:
            event = self._event("Examined", presentation=row.id, bank=examined.bank)
            what = f"the calendar of the examination of presentation {place}"
            content = json.loads(made.calendar)
            if canonical(content) == made.calendar:
                self._opening(what, examined.calendar, event, content=content, salt=made.calendar_salt)

    # ----------------------------------------------------------------- words

    def _named(self, parties: set[int]) -> dict[int, Named]:
        return members.named(self.session, self.member_id, parties)

    def _step(self, second: int, rank: int, who: str, what: str, *, event: str) -> None:
        self.steps.append(Step(datetime.fromtimestamp(second, UTC), rank, who, what, event=event))


def _details(body: dict[str, Any]) -> list[str]:
    """What a message says in words."""
    notice = body.get("notice")
    if isinstance(notice, dict):
        return [notice["refused"], *listed(notice["discrepancies"]), notice["documents"]]
    said = [str(body[part]) for part in ("question", "answer") if part in body]
    if "accepts" in body and "answer" in body:
        said.append("accepts a waiver" if body["accepts"] else "accepts no waiver")
    return said


def _place(event: Event) -> str:
    return f"{event.block_number}-{event.log_index}"


def _hex(content: bytes) -> str:
    return "0x" + content.hex()


__all__ = ["pack"]
