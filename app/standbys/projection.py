"""Events of StandbyCredit -> standbys, demands, amendments and their history, in which those of StopBook are
told too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.standbys.domain import AmendmentStatus, DemandStatus, StandbyStatus
from app.standbys.store import AmendmentRow, DemandRow, StandbyEventRow, StandbyRow


def issued(mirror: Mirror, event: Event) -> None:
    terms = event.args["terms"]
    mirror.insert(
        StandbyRow,
        event.address,
        event.args["standby"],
        issuer=terms["issuer"],
        applicant=terms["applicant"],
        beneficiary=terms["beneficiary"],
        confirmer=terms["confirmer"],
        cash=terms["cash"],
        text=terms["text"],
        documents=terms["documents"],
        amount=terms["amount"],
        reserved=0,
        advanced=0,
        honoured=0,
        expiry=terms["expiry"],
        final_expiry=terms["finalExpiry"],
        extension=terms["extension"],
        notice_days=terms["noticeDays"],
        status=StandbyStatus.ISSUED,
        confirmed=False,
        ends=False,
        open=0,
        version=0,
        consents=[],
    )
    _tell(mirror, event)


def confirmed(mirror: Mirror, event: Event) -> None:
    _standby(mirror, event, confirmed=True)
    _tell(mirror, event)


def demanded(mirror: Mirror, event: Event) -> None:
    contents, standby = event.args["contents"], _row(mirror, event)
    mirror.insert(
        DemandRow,
        event.address,
        event.args["demand"],
        standby=standby.id,
        presented_to=contents["bank"],
        amount=contents["amount"],
        presented=contents["presented"],
        extend_to=contents["extendTo"],
        documents=contents["documents"],
        status=DemandStatus.LODGED,
        bank=contents["bank"],
        payer=0,
        received=contents["presented"],
        received_at=event.block_time,
        expiry=event.args["expiry"],
        version=event.args["version"],
        findings={},
        agreed=[],
    )
    _standby(mirror, event, reserved=standby.reserved + contents["amount"], open=standby.open + 1)
    _tell(mirror, event, "demand")


def examined(mirror: Mirror, event: Event) -> None:
    finding, demand = event.args["finding"], _demand_row(mirror, event)
    status = DemandStatus.COMPLYING if finding["complies"] else DemandStatus.DISCREPANT
    found = [
        int(status),
        finding["complies"],
        finding["third"],
        finding["seventh"],
        finding["lastDay"],
        finding["calendar"],
        event.block_time,
    ]
    _demand(mirror, event, findings=demand.findings | {str(event.args["bank"]): found})
    _tell(mirror, event, "demand")


def waived(mirror: Mirror, event: Event) -> None:
    _found(mirror, event, _row(mirror, event).issuer, DemandStatus.WAIVED)
    _tell(mirror, event, "demand")


def honoured(mirror: Mirror, event: Event) -> None:
    bank = event.args["bank"]
    _found(mirror, event, bank, DemandStatus.HONOURED)
    standby = _row(mirror, event)
    if bank == standby.issuer:
        _close(mirror, event, DemandStatus.HONOURED)
    else:
        demand = _demand(mirror, event, payer=bank)
        _standby(mirror, event, advanced=standby.advanced + demand.amount)
    _tell(mirror, event, "demand")


def forwarded(mirror: Mirror, event: Event) -> None:
    issuer = _row(mirror, event).issuer
    _demand(mirror, event, bank=issuer, received=event.args["received"], received_at=event.block_time)
    _tell(mirror, event, "demand")


def dishonoured(mirror: Mirror, event: Event) -> None:
    _found(mirror, event, event.args["bank"], DemandStatus.DISHONOURED)
    _close(mirror, event, DemandStatus.DISHONOURED)
    _tell(mirror, event, "demand")


def precluded(mirror: Mirror, event: Event) -> None:
    demand, bank = _demand_row(mirror, event), event.args["bank"]
    if demand.findings[str(bank)][0] == DemandStatus.DISCREPANT:
        _found(mirror, event, bank, DemandStatus.PRECLUDED)
    _tell(mirror, event, "demand")


def withdrawn(mirror: Mirror, event: Event) -> None:
    _close(mirror, event, DemandStatus.WITHDRAWN)
    _tell(mirror, event, "demand")


def agreed(mirror: Mirror, event: Event) -> None:
    subject, party = event.args["subject"], event.args["party"]
    models: tuple[type[DemandRow | AmendmentRow], ...] = (DemandRow, AmendmentRow)
    for model in models:
        row = mirror.get(model, event.address, subject)
        if row is not None:
            mirror.update(model, event.address, subject, agreed=[*row.agreed, party])
    _tell(mirror, event, "subject")


def extended(mirror: Mirror, event: Event) -> None:
    _close(mirror, event, DemandStatus.RETRACTED)
    _stands(mirror, event)
    _tell(mirror, event, "demand")


def offered(mirror: Mirror, event: Event) -> None:
    contents = event.args["contents"]
    mirror.insert(
        AmendmentRow,
        event.address,
        event.args["amendment"],
        standby=event.args["standby"],
        number=contents["number"],
        increase=contents["increase"],
        decrease=contents["decrease"],
        expiry=contents["expiry"],
        final_expiry=contents["finalExpiry"],
        text=contents["text"],
        status=AmendmentStatus.OFFERED,
        agreed=[],
    )
    _tell(mirror, event, "amendment")


def accepted(mirror: Mirror, event: Event) -> None:
    _answered(mirror, event, AmendmentStatus.ACCEPTED)
    _stands(mirror, event)
    _standby(mirror, event, amount=event.args["amount"])
    _tell(mirror, event, "amendment")


def rejected(mirror: Mirror, event: Event) -> None:
    _answered(mirror, event, AmendmentStatus.REJECTED)
    _tell(mirror, event, "amendment")


def not_extending(mirror: Mirror, event: Event) -> None:
    _standby(mirror, event, expiry=event.args["expiry"], ends=True)
    _tell(mirror, event)


def cancellation_agreed(mirror: Mirror, event: Event) -> None:
    _standby(mirror, event, consents=[*_row(mirror, event).consents, event.args["party"]])
    _tell(mirror, event)


def cancelled(mirror: Mirror, event: Event) -> None:
    _standby(mirror, event, status=StandbyStatus.CANCELLED)
    _tell(mirror, event)


def ordered(mirror: Mirror, event: Event) -> None:
    """By an authority; of other deals than standbys others tell."""
    deal, id = event.args["deal"].lower(), event.args["id"]
    if mirror.get(StandbyRow, deal, id) is None:
        return
    said = {name: value for name, value in event.args.items() if name not in ("deal", "id")}
    _told(mirror, event, id, None, said)


def _row(mirror: Mirror, event: Event) -> StandbyRow:
    row = mirror.get(StandbyRow, event.address, event.args["standby"])
    assert row is not None, "an event of a standby follows its issue"
    return row


def _demand_row(mirror: Mirror, event: Event) -> DemandRow:
    row = mirror.get(DemandRow, event.address, event.args["demand"])
    assert row is not None, "an event of a demand follows it"
    return row


def _standby(mirror: Mirror, event: Event, **values: Any) -> StandbyRow:
    return mirror.update(StandbyRow, event.address, event.args["standby"], **values)


def _demand(mirror: Mirror, event: Event, **values: Any) -> DemandRow:
    return mirror.update(DemandRow, event.address, event.args["demand"], **values)


def _found(mirror: Mirror, event: Event, bank: int, status: DemandStatus) -> None:
    """How it stands with a bank that has examined it."""
    findings = _demand_row(mirror, event).findings
    _demand(mirror, event, findings=findings | {str(bank): [int(status), *findings[str(bank)][1:]]})


def _close(mirror: Mirror, event: Event, status: DemandStatus) -> None:
    """As the contract reckons: what the confirmer paid is drawn, however it ends."""
    demand = _demand(mirror, event, status=status)
    standby = _row(mirror, event)
    drawn = demand.amount if demand.payer or status is DemandStatus.HONOURED else 0
    _standby(
        mirror,
        event,
        open=standby.open - 1,
        reserved=standby.reserved - demand.amount,
        advanced=standby.advanced - (demand.amount if demand.payer else 0),
        honoured=standby.honoured + drawn,
    )


def _stands(mirror: Mirror, event: Event) -> None:
    named = {"expiry": "expiry", "final_expiry": "finalExpiry", "version": "version"}
    _standby(mirror, event, **{column: event.args[name] for column, name in named.items()})


def _answered(mirror: Mirror, event: Event, status: AmendmentStatus) -> None:
    mirror.update(AmendmentRow, event.address, event.args["amendment"], status=status)


def _tell(mirror: Mirror, event: Event, subject: str | None = None) -> None:
    """Plain values only: what is nested stands in the rows."""
    said = {
        name: value
        for name, value in event.args.items()
        if name not in ("standby", subject) and isinstance(value, int | str)
    }
    _told(mirror, event, event.args["standby"], event.args[subject] if subject else None, said)


def _told(mirror: Mirror, event: Event, standby: str, subject: str | None, said: dict[str, Any]) -> None:
    mirror.insert(
        StandbyEventRow,
        event.address,
        f"{event.block_number}-{event.log_index}",
        standby=standby,
        event=event.name,
        subject=subject,
        said=said,
        at=datetime.fromtimestamp(event.block_time, UTC),
        block=event.block_number,
        block_hash=event.block_hash,
        transaction=event.tx_hash,
        log_index=event.log_index,
    )


_EVENTS: dict[str, Callable[[Mirror, Event], None]] = {
    "StandbyIssued": issued,
    "StandbyConfirmed": confirmed,
    "Demanded": demanded,
    "DemandExamined": examined,
    "DemandWaived": waived,
    "DemandHonoured": honoured,
    "DemandForwarded": forwarded,
    "Dishonoured": dishonoured,
    "DishonourPrecluded": precluded,
    "DemandWithdrawn": withdrawn,
    "AgreedTo": agreed,
    "Extended": extended,
    "AmendmentOffered": offered,
    "AmendmentAccepted": accepted,
    "AmendmentRejected": rejected,
    "NonExtensionNotified": not_extending,
    "StandbyCancellationAgreed": cancellation_agreed,
    "StandbyCancelled": cancelled,
}
HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    **{("StandbyCredit", name): handler for name, handler in _EVENTS.items()},
    ("StopBook", "PaymentStopped"): ordered,
    ("StopBook", "StopLifted"): ordered,
}

IGNORED: dict[tuple[str, str], str] = {}
