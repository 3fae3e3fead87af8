"""What a bank stands for, as its general ledger has it: by credit, customer, country and currency, at the
block that was read last.

The customer of an issuing bank is the applicant; whoever confirms, accepts or undertakes to pay later does so
for the issuing bank. What a confirming bank has paid it stands for no longer, though the issuing bank has not
taken up the drawing yet: that is a claim. A pending amendment binds the issuing bank from its proposal and
the confirming bank from its extension (art. 10 b); one that does not extend it stands for what was presented
under terms that it confirmed. What another bank has advanced is within what may be drawn while the credit
runs, and the issuing bank's debt once it has ended.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.credits import store
from app.credits.amendments import offered
from app.credits.domain import RUNNING, Confirmation, ObligationKind, Part, days_of, outstanding
from app.credits.services import revolving, transferred
from app.credits.store import AmendmentRow, CreditCopy, CreditRow
from app.credits.views import Liability, LiabilityLine, LiabilityShare, LiabilityTotal
from app.db import now_of
from app.members import service as members
from app.members.domain import Named
from app.money import Money, currency

UNKNOWN_COUNTRY = ""
COLUMNS = ("block", "account", "credit", "reference", "customer", "name", "country", "currency", "amount")


@dataclass(frozen=True)
class Sums:
    """Minor units of one currency. `undrawn` is what nobody has presented for yet, `offered` what may be
    drawn besides once the beneficiary accepts.
    """

    undrawn: int = 0
    under_examination: int = 0
    offered: int = 0
    acceptances: int = 0
    deferred: int = 0
    advanced: int = 0

    @property
    def outstanding(self) -> int:
        return self.undrawn + self.under_examination + self.advanced

    @property
    def undertaken(self) -> int:
        return self.acceptances + self.deferred

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.undrawn + other.undrawn,
            self.under_examination + other.under_examination,
            self.offered + other.offered,
            self.acceptances + other.acceptances,
            self.deferred + other.deferred,
            self.advanced + other.advanced,
        )


@dataclass(frozen=True)
class Position:
    """`customer` is an LEI, `country` as the bank's list of contacts has it."""

    copy: CreditCopy
    row: CreditRow
    part: Part
    customer: str
    country: str
    sums: Sums


def liabilities(session: Session, caller: Caller) -> Liability:
    """Every sum is the sum of its lines."""
    positions = _positions(session, caller)
    known = {one.customer for one in positions} | {one.copy.applicant for one in positions}
    names = members.names_of(session, caller.member_id, known)
    who = {lei: Named(None, lei, names.get(lei)) for lei in known}
    return Liability(
        block=store.read_to(session, deployment_of(session).chain_id),
        totals=[
            LiabilityTotal(alpha, count, **_shown(sums, alpha))
            for alpha, count, sums in _grouped(positions, lambda one: one.copy.currency)
        ],
        by_customer=[
            LiabilityShare(alpha, count, **_shown(sums, alpha), customer=who[lei], country=country)
            for (lei, country, alpha), count, sums in _grouped(
                positions, lambda one: (one.customer, one.country, one.copy.currency)
            )
        ],
        by_country=[
            LiabilityShare(alpha, count, **_shown(sums, alpha), customer=None, country=country)
            for (country, alpha), count, sums in _grouped(
                positions, lambda one: (one.country, one.copy.currency)
            )
        ],
        lines=[_line(one, who) for one in positions],
    )


def ledger(session: Session, caller: Caller) -> str:
    """The same for a general ledger, as CSV: a row for each credit and account in which something stands."""
    block = store.read_to(session, deployment_of(session).chain_id)
    positions = _positions(session, caller)
    names = members.names_of(session, caller.member_id, {one.customer for one in positions})
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for one in positions:
        for account, minor in _accounts(one):
            copy = one.copy
            amount = Money(minor, currency(copy.currency)).decimal()
            who = (one.customer, names.get(one.customer, ""), one.country)
            rows.writerow((block, account, copy.id, copy.reference, *who, copy.currency, amount))
    return written.getvalue()


def _accounts(one: Position) -> Iterator[tuple[str, int]]:
    undertaking = "credits" if one.part is Part.ISSUING_BANK else "confirmations"
    for account, minor in (
        (undertaking, one.sums.undrawn),
        (f"{undertaking}-under-examination", one.sums.under_examination),
        (f"{undertaking}-offered", one.sums.offered),
        ("acceptances", one.sums.acceptances),
        ("deferred-payments", one.sums.deferred),
        (f"{undertaking}-advanced", one.sums.advanced),
    ):
        if minor:
            yield account, minor


def _positions(session: Session, caller: Caller) -> list[Position]:
    """Of credits in which our bank stands for something now or did as one that issued or confirmed."""
    chain_id = deployment_of(session).chain_id
    copies = store.copies_of_banks(session, caller.member_id)
    rows = store.credit_rows(session, chain_id, [copy.id for copy in copies])
    pending = store.pending_amendments(session, chain_id, list(rows))
    countries = members.countries_of(session, caller.member_id)
    found = []
    for copy in copies:
        row = rows.get(copy.id)
        if row is None:
            continue
        part, sums = _undertaken(session, chain_id, copy, row, pending.get(copy.id, []))
        sums += _owed(session, chain_id, copy)
        if part is None and not sums.undertaken:
            continue
        customer = copy.applicant if part is Part.ISSUING_BANK else copy.issuing_bank
        country = countries.get(customer, UNKNOWN_COUNTRY)
        found.append(Position(copy, row, part or Part.NOMINATED_BANK, customer, country, sums))
    return found


def _owed(session: Session, chain_id: int, copy: CreditCopy) -> Sums:
    owed = dict.fromkeys(ObligationKind, 0)
    for one in store.owed_under(session, chain_id, copy.id, copy.party):
        owed[ObligationKind(one.kind)] += one.amount
    return Sums(acceptances=owed[ObligationKind.ACCEPTANCE], deferred=owed[ObligationKind.DEFERRED_PAYMENT])


def _undertaken(
    session: Session, chain_id: int, copy: CreditCopy, row: CreditRow, pending: Sequence[AmendmentRow]
) -> tuple[Part | None, Sums]:
    """The undertaking of ours under which drawings may still come, or came before we did not extend it."""
    if copy.party == row.issuing_bank:
        more = offered(row.amendable, [one.amendment for one in pending])
        beside = transferred.beside(session, row)
        drawings = _drawings(session, row, row.presented, more, beside)
        return Part.ISSUING_BANK, drawings + _advanced(session, row)
    if copy.party != row.confirming_bank:
        return None, Sums()
    presented = _presented_to_a_confirming_bank(session, chain_id, row)
    if row.answer is Confirmation.CONFIRMED:
        beside = transferred.beside(session, row)
        return Part.CONFIRMING_BANK, _drawings(session, row, presented, _extended(row, pending), beside)
    return Part.CONFIRMING_BANK if presented else None, Sums(under_examination=presented)


def _advanced(session: Session, row: CreditRow) -> Sums:
    """By others than the issuing bank, and not come back; what is under presentation gives it back first."""
    if row.state in RUNNING:
        return Sums()
    rows = store.advances_of(session, row.chain_id, row.contract, row.id)
    left = sum(one.left for one in rows if one.bank != row.issuing_bank)
    return Sums(advanced=max(left - row.reserved, 0))


def _drawings(session: Session, row: CreditRow, presented: int, more: int, beside: int) -> Sums:
    """Nothing is drawn anew once the credit has ended; what was presented before is still decided. Of an
    amount that revolves what has lapsed is gone, and `more` is of each cycle that is to come. What is stood
    for `beside` it, under credits that were transferred from it, has its own lines.
    """
    if row.state not in RUNNING:
        return Sums(under_examination=presented)
    stands = revolving.of(session, row)
    if stands is not None:
        cycles = stands.counting(days_of(now_of(session).date()))
        undrawn = revolving.to_come(session, row, stands)
        return Sums(undrawn=undrawn, under_examination=presented, offered=more * cycles)
    still = outstanding(row.state, row.drawable, row.honoured)
    undrawn = max(still - row.presented - beside, 0)
    return Sums(undrawn=undrawn, under_examination=presented, offered=more)


def _presented_to_a_confirming_bank(session: Session, chain_id: int, row: CreditRow) -> int:
    """Under terms that it confirmed, operative or former, and not paid by itself."""
    terms = store.confirmed_terms(session, chain_id, row)
    return sum(
        one.amount
        for one in store.undecided(session, chain_id, row)
        if one.terms in terms and one.payer != row.confirming_bank
    )


def _extended(row: CreditRow, pending: Sequence[AmendmentRow]) -> int:
    """What may be drawn besides under the most that the confirming bank extended itself to."""
    extended = (
        one.drawable
        for one in pending
        if one.answer == Confirmation.CONFIRMED and one.answered_terms == one.terms and one.base == row.terms
    )
    return max(max(extended, default=0) - row.amendable.drawable, 0)


def _grouped(positions: Iterable[Position], by: Callable[[Position], Any]) -> Sequence[tuple[Any, int, Sums]]:
    """Each key with how many credits stand under it, and their sums, in order."""
    found: dict[Any, tuple[int, Sums]] = {}
    for one in positions:
        count, sums = found.get(by(one), (0, Sums()))
        stands = one.sums.outstanding + one.sums.undertaken > 0
        found[by(one)] = (count + stands, sums + one.sums)
    return [(key, *found[key]) for key in sorted(found)]


def _shown(sums: Sums, alpha: str) -> dict[str, str]:
    unit = currency(alpha)
    return {
        name: Money(getattr(sums, name), unit).decimal()
        for name in (
            *("outstanding", "under_examination", "offered", "undertaken", "acceptances", "deferred"),
            "advanced",
        )
    }


def _line(one: Position, who: dict[str, Named]) -> LiabilityLine:
    copy, row, unit = one.copy, one.row, currency(one.copy.currency)
    return LiabilityLine(
        credit=copy.id,
        reference=copy.reference,
        part=one.part.value,
        applicant=who[copy.applicant],
        customer=who[one.customer],
        country=one.country,
        currency=copy.currency,
        status=row.state.name.lower(),
        drawable=Money(row.drawable, unit).decimal(),
        honoured=Money(row.honoured, unit).decimal(),
        **_shown(one.sums, copy.currency),
    )
