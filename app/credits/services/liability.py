"""What a bank stands for, as its general ledger has it: by credit, customer, country and currency, at the
block that was read last.

The customer of an issuing bank is the applicant; whoever confirms, accepts or undertakes to pay later does so
for the issuing bank. What a confirming bank has paid it stands for no longer, though the issuing bank has not
taken up the drawing yet: that is a claim.
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
from app.credits.domain import Confirmation, ObligationKind, Part, PresentationStatus, outstanding
from app.credits.store import CreditCopy, CreditRow
from app.credits.views import Liability, LiabilityLine, LiabilityShare, LiabilityTotal
from app.members import service as members
from app.members.domain import Named
from app.money import Money, currency

UNKNOWN_COUNTRY = ""
COLUMNS = ("block", "account", "credit", "reference", "customer", "name", "country", "currency", "amount")


@dataclass(frozen=True)
class Sums:
    """Minor units of one currency. `undrawn` is what nobody has presented for yet."""

    undrawn: int = 0
    under_examination: int = 0
    acceptances: int = 0
    deferred: int = 0

    @property
    def outstanding(self) -> int:
        return self.undrawn + self.under_examination

    @property
    def undertaken(self) -> int:
        return self.acceptances + self.deferred

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.undrawn + other.undrawn,
            self.under_examination + other.under_examination,
            self.acceptances + other.acceptances,
            self.deferred + other.deferred,
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
        ("acceptances", one.sums.acceptances),
        ("deferred-payments", one.sums.deferred),
    ):
        if minor:
            yield account, minor


def _positions(session: Session, caller: Caller) -> list[Position]:
    """Of credits in which our bank stands for something now or did as one that issued or confirmed."""
    chain_id = deployment_of(session).chain_id
    copies = store.copies_of_banks(session, caller.member_id)
    rows = store.credit_rows(session, chain_id, [copy.id for copy in copies])
    countries = members.countries_of(session, caller.member_id)
    found = []
    for copy in copies:
        row = rows.get(copy.id)
        if row is None:
            continue
        part, sums = _undertaken_as(copy, row), _sums(session, chain_id, copy, row)
        if part is None and not sums.undertaken:
            continue
        customer = copy.applicant if part is Part.ISSUING_BANK else copy.issuing_bank
        country = countries.get(customer, UNKNOWN_COUNTRY)
        found.append(Position(copy, row, part or Part.NOMINATED_BANK, customer, country, sums))
    return found


def _sums(session: Session, chain_id: int, copy: CreditCopy, row: CreditRow) -> Sums:
    owed = dict.fromkeys(ObligationKind, 0)
    for one in store.owed_under(session, chain_id, copy.id, copy.party):
        owed[ObligationKind(one.kind)] += one.amount
    later = Sums(acceptances=owed[ObligationKind.ACCEPTANCE], deferred=owed[ObligationKind.DEFERRED_PAYMENT])
    part = _undertaken_as(copy, row)
    still = outstanding(row.state, row.drawable, row.honoured) if part else 0
    if not still:
        return later
    paid = _paid_and_not_taken_up(session, chain_id, copy, row) if part is Part.CONFIRMING_BANK else 0
    return later + Sums(undrawn=still - row.reserved, under_examination=row.reserved - paid)


def _paid_and_not_taken_up(session: Session, chain_id: int, copy: CreditCopy, row: CreditRow) -> int:
    """Of what is reserved, what we paid as a bank that is still to be reimbursed."""
    ended = (PresentationStatus.REFUSED, PresentationStatus.WITHDRAWN)
    return sum(
        one.amount
        for one in store.paid_under(session, chain_id, copy.id, copy.party)
        if one.state not in ended
        and not (one.state is PresentationStatus.HONOURED and one.bank == row.issuing_bank)
    )


def _undertaken_as(copy: CreditCopy, row: CreditRow) -> Part | None:
    """The undertaking of ours under which drawings may still come."""
    if copy.party == row.issuing_bank:
        return Part.ISSUING_BANK
    confirmed = row.answer is Confirmation.CONFIRMED and copy.party == row.confirming_bank
    return Part.CONFIRMING_BANK if confirmed else None


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
        for name in ("outstanding", "under_examination", "undertaken", "acceptances", "deferred")
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
