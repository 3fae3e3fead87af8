"""The tables of docs/spec/standbys.md, every cell, for everybody."""

from __future__ import annotations

import pytest

from tests.contracts.people import salted
from tests.contracts.standbys.deals import (
    CALENDAR,
    DAY,
    EXPIRY,
    NINE,
    NOTICE,
    TODAY,
    Amendment,
    Finding,
)
from tests.contracts.stops.orders import WHOEVER, stop
from tests.contracts.who_may import Stage, Subject

QUIET, OPEN, CONFIRMER = "no amendment, free", "under way, no amendment, free", "confirmed, at the confirmer"
SUBJECT = Subject(
    contract="StandbyCredit",
    page="standbys",
    keys=("standby", "amendment", "demand, with the bank"),
    situations=(
        f"unknown, no demand, {QUIET}",
        f"issued, no demand, {QUIET}",
        f"issued, no demand, {QUIET}, confirmed",
        f"issued, no demand, {QUIET}, agreed by the issuer",
        f"issued, no demand, {QUIET}, agreed by the beneficiary",
        "issued, no demand, no amendment, stopped",
        "issued, no demand, offered, free",
        "issued, no demand, offered, free, approved",
        "issued, no demand, offered, free, confirmed",
        "issued, no demand, offered, free, confirmed, joined",
        "issued, no demand, accepted, free",
        "issued, no demand, rejected, free",
        "expired, no demand, no amendment, stopped",
        "expired, no demand, offered, free",
        f"expired, lodged, {OPEN}",
        "cancelled, no demand, offered, free",
        "cancelled, no demand, no amendment, stopped",
        *(
            f"issued, {status}, {OPEN}"
            for status in ("lodged", "complying", "discrepant", "waived", "precluded")
        ),
        *(
            f"issued, {status}, {OPEN}, approved"
            for status in ("lodged", "complying", "discrepant", "waived")
        ),
        f"issued, precluded, {OPEN}, approved",
        *(
            f"issued, {status}, under way, no amendment, stopped"
            for status in ("complying", "waived", "precluded")
        ),
        *(f"issued, {status}, {OPEN}, {CONFIRMER}" for status in ("lodged", "complying", "discrepant")),
        *(
            f"issued, {status}, {OPEN}, {CONFIRMER}, approved"
            for status in ("lodged", "complying", "discrepant")
        ),
        *(
            f"issued, {status}, {OPEN}, {CONFIRMER}, approved, joined"
            for status in ("lodged", "complying", "discrepant")
        ),
        f"issued, honoured by the confirmer, {OPEN}, {CONFIRMER}, paid",
        f"issued, honoured by the confirmer, {OPEN}, {CONFIRMER}, paid, approved, joined",
        *(f"issued, {status}, {OPEN}, confirmed, paid" for status in ("lodged", "complying", "discrepant")),
        *(
            f"issued, {status}, {OPEN}, confirmed, paid, approved, joined"
            for status in ("lodged", "complying", "discrepant")
        ),
        *(
            f"issued, {status}, {QUIET}"
            for status in ("dishonoured", "honoured by the issuer", "withdrawn", "retracted")
        ),
    ),
    calls=(
        *("issue", "confirm", "demand", "examine", "waive", "honour", "forward", "dishonour", "withdraw"),
        *("agree, to the demand", "agree, to the amendment", "extend", "amend", "accept", "reject"),
        *("notifyNonExtension", "cancel", "setStopped", "setStopped, to lift"),
    ),
    roles={
        "issuer": ("issuing_bank",),
        "applicant": ("applicant",),
        "beneficiary": ("beneficiary",),
        "confirmer": ("advising_bank",),
        "the bank": ("issuing_bank", "advising_bank"),
        "book of stops": ("book of stops",),
    },
    statuses={
        "StandbyStatus": {"expired": "ISSUED"},
        "DemandStatus": {
            "no demand": "UNKNOWN",
            "honoured by the confirmer": "HONOURED",
            "honoured by the issuer": "HONOURED",
        },
        "IStandbyCredit.AmendmentStatus": {"no amendment": "UNKNOWN"},
    },
    parties={
        "issuer": "issuing_bank",
        "applicant": "applicant",
        "beneficiary": "beneficiary",
        "confirmer": "advising_bank",
        "bank": "issuing_bank",
        **dict.fromkeys(("issued", "expiry", "finalExpiry", "presented", "extendTo", "lastDay")),
    },
    beside=("stopped",),
)


@pytest.mark.parametrize("situation", SUBJECT.situations)
def test_nobody_takes_a_step_that_the_tables_do_not_give(
    asking, at, people, port, a_deal, funds, court, situation
):
    """STANDBYS-2, STANDBYS-5, STANDBYS-7, STANDBYS-12, STANDBYS-15, STANDBYS-16, STANDBYS-17, STANDBYS-18,
    STANDBYS-23, STANDBYS-26, STANDBYS-30, STANDBYS-32, STANDBYS-34, STANDBYS-36, STANDBYS-37, STANDBYS-38,
    STANDBYS-39, STANDBYS-40, STANDBYS-42.
    """
    standing, status, *facts = situation.split(", ")
    confirmer, lies_there = people["advising_bank"], "at the confirmer" in facts
    deal = a_deal(confirmer=confirmer.number, extension=30, notice_days=10, final_expiry=EXPIRY + 30)
    offered = Amendment(increase=1)
    demand = deal.asked(
        confirmer if "paid" in facts or lies_there else None,
        amount=1_000,
        extend_to=EXPIRY + 20,
        documents=salted("a demand"),
    )
    if standing != "unknown":
        deal.issue()
    if "confirmed" in facts:
        deal.confirm()
    if any(fact in facts for fact in ("offered", "accepted", "rejected")):
        deal.amend(increase=1)
    if "accepted" in facts:
        deal.accept(offered)
    if "rejected" in facts:
        deal.reject(offered)
    if status != "no demand":
        deal.beneficiary.act(deal.standbys, "demand", *deal.said, demand)
    if "approved" in facts or status == "retracted":
        deal.agree(deal.applicant, demand if status != "no demand" else offered)
    if "joined" in facts:
        deal.agree(confirmer, demand if status != "no demand" else offered)
    if "stopped" in facts:
        stop(court, port.stops, deal.standbys, deal.id, deal.issuer.number)
    _stands(deal, demand, status, confirmer, "paid" in facts, lies_there, at)
    if "agreed by the issuer" in facts or standing == "cancelled":
        deal.cancel(deal.issuer)
    if "agreed by the beneficiary" in facts or standing == "cancelled":
        deal.cancel(deal.beneficiary)
    today = TODAY + 11 if status == "precluded" else TODAY
    if standing == "expired":
        today = EXPIRY + 30 + 11
        at(today * DAY + 9 * 3_600)
    bank, since = confirmer if lies_there else deal.issuer, TODAY * DAY
    said = (*deal.said, demand)
    another = demand._replace(presented=today, extend_to=0, documents=salted("another demand"))
    stage = Stage(
        deal.standbys,
        calls={
            "issue": (deal.terms,),
            "confirm": deal.said,
            "demand": (*deal.said, another),
            "examine": (*said, Finding(True, since + 3 * DAY, since + 9 * DAY, EXPIRY, CALENDAR)),
            "waive": said,
            "honour": (*said, b""),
            "forward": (*said, TODAY),
            "dishonour": (*said, NOTICE, 1),
            "withdraw": said,
            "agree, to the demand": (*deal.said, deal.demand_id(demand)),
            "agree, to the amendment": (*deal.said, deal.amendment_id(offered)),
            "extend": said,
            "amend": (*deal.said, offered),
            "accept": (*deal.said, offered),
            "reject": (*deal.said, offered),
            "notifyNonExtension": (*deal.said, deal.expiry, NOTICE),
            "cancel": deal.said,
            "setStopped": (deal.id, WHOEVER, True),
            "setStopped, to lift": (deal.id, WHOEVER, False),
        },
        statuses={
            "StandbyStatus": deal.record["status"],
            "DemandStatus": deal.status(demand, bank),
            "IStandbyCredit.AmendmentStatus": deal.amendment_status(offered),
        },
        roles={"the bank": (bank.name,)},
        instruments={"book of stops": port.stops.address, "credits": port.credits.address},
    )
    assert asking.departures(SUBJECT, situation, stage) == []


def _stands(deal, demand, status, confirmer, paid, lies_there, at):
    """What the bank that has the demand decided; the confirmer first, where that has paid."""
    bank = confirmer if lies_there else deal.issuer
    if paid:
        deal.examine(demand, confirmer)
        deal.honour(demand, confirmer)
        if lies_there:
            return
        deal.forward(demand)
    if status in ("complying", "honoured by the issuer"):
        deal.examine(demand, bank)
    if status in ("discrepant", "waived", "precluded", "dishonoured"):
        deal.examine(demand, bank, complies=False)
    if status == "waived":
        deal.waive(demand)
    if status == "precluded":
        at(NINE + 11 * DAY)
    if status in ("precluded", "dishonoured"):
        deal.dishonour(demand, bank)
    if status == "honoured by the issuer":
        deal.honour(demand)
    if status == "withdrawn":
        deal.withdraw(demand)
    if status == "retracted":
        deal.extend(demand)


def test_the_tables_leave_nothing_out():
    """STANDBYS-36, STANDBYS-37: no status, function, party or condition is without its cells."""
    assert SUBJECT.forgotten() == []
