"""What a member is shown: its own copies beside what the chain has, and which of it is final."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from app.auth.domain import Caller
from app.chain.deployments import deployment_of
from app.credits.domain import canonical, sealed
from app.credits.services import calendars
from app.days import moment_of
from app.db import now_of
from app.members import service as members
from app.members.domain import Named
from app.paging import PageAsked, page
from app.standbys import store
from app.standbys.domain import (
    AMENDMENT_STATUSES,
    BAR_WORDS,
    CLOSED_DAYS,
    DEMAND_STATUSES,
    STANDBY_STATUSES,
    TIMING_WORDS,
    Bar,
    DemandStatus,
    StandbyStatus,
    Timing,
    clock_words,
    day_of,
    days_of,
    liability,
    terms_of,
)
from app.standbys.services import records
from app.standbys.services.deciding import times_of
from app.standbys.services.demanding import UNDER_WAY
from app.standbys.store import AmendmentRow, DemandRow, StandbyCopy, StandbyEventRow, StandbyPaper, StandbyRow
from app.standbys.views import (
    AmendmentView,
    ClockView,
    DemandView,
    ExpiryView,
    FiguresView,
    Finality,
    FindingView,
    NoticeView,
    StandbyHistoryLine,
    StandbyView,
)
from app.stops import service as stops
from app.stops import views as stop_views

NOTICES = ("Dishonoured", "DishonourPrecluded")


def standbys(session: Session, caller: Caller, asked: PageAsked) -> tuple[list[StandbyView], str | None]:
    """Those of which the caller's member holds a copy, newest first."""
    query = store.copies_of(caller.member_id)
    copies, following = page(session, query, asked, [StandbyCopy.number], lambda row: row, newest_first=True)
    return _standbys(session, caller.member_id, copies), following


def standby(session: Session, caller: Caller, id: str) -> StandbyView:
    return _standbys(session, caller.member_id, [records.held(session, caller, id)])[0]


def demands(session: Session, caller: Caller, id: str) -> list[DemandView]:
    """In the order in which they were made."""
    copy = records.held(session, caller, id)
    return _demands(session, copy, store.demand_rows(session, deployment_of(session).chain_id, copy.standby))


def demand(session: Session, caller: Caller, id: str, demand: str) -> DemandView:
    found = records.on_chain(session, caller, id)
    return _demands(session, found.copy, [records.demand_row(session, found, demand)])[0]


def amendments(session: Session, caller: Caller, id: str) -> list[AmendmentView]:
    copy = records.held(session, caller, id)
    rows = store.amendment_rows(session, deployment_of(session).chain_id, copy.standby)
    papers = store.papers_of(session, copy.member_id, copy.standby)
    named = _behind(session, copy.member_id, [copy], {party for row in rows for party in row.agreed})
    return [_amendment(session, copy, row, papers, named) for row in rows]


def history(session: Session, caller: Caller, id: str) -> list[StandbyHistoryLine]:
    """Every event of the standby in the order of the chain."""
    copy = records.held(session, caller, id)
    chain_id = deployment_of(session).chain_id
    final = store.final_block(session, chain_id)
    return [
        StandbyHistoryLine(
            row.event,
            row.subject,
            row.said,
            row.at,
            _finality(row.last_block, final),
            row.block,
            row.transaction,
        )
        for row in store.event_rows(session, chain_id, copy.standby)
    ]


def _standbys(session: Session, member_id: str, copies: Sequence[StandbyCopy]) -> list[StandbyView]:
    chain_id = deployment_of(session).chain_id
    rows = store.standby_rows(session, chain_id, [copy.standby for copy in copies])
    final, today = store.final_block(session, chain_id), days_of(now_of(session).date())
    standing = stops.standing(session, list(rows))
    orders = {id: standing.get((row.contract, id), ()) for id, row in rows.items()}
    parties = {party for given in orders.values() for party in stop_views.parties(given)}
    parties |= {party for row in rows.values() for party in row.consents}
    named = _behind(session, member_id, copies, parties)
    found = []
    for copy in copies:
        row, terms = rows.get(copy.standby), terms_of(copy.terms)
        found.append(
            StandbyView(
                id=copy.standby,
                deal=copy.deal,
                part=copy.part,
                status=STANDBY_STATUSES[row.state if row else StandbyStatus.UNKNOWN],
                finality=_finality(row.last_block, final) if row else "pending",
                reference=copy.reference,
                currency=records.money(session, copy, 0).currency.alpha,
                issuer=named[terms.issuer],
                applicant=named[terms.applicant],
                beneficiary=named[terms.beneficiary],
                confirmer=named[terms.confirmer] if copy.confirmer else None,
                confirmed=row.confirmed if row else False,
                partial_drawings=terms.partial_drawings,
                multiple_drawings=terms.multiple_drawings,
                issued=day_of(terms.issued),
                required=list(copy.content["required"]),
                text=str(copy.content["text"]),
                text_opens=sealed(canonical(copy.content), copy.salt) == row.text if row else None,
                version=row.version if row else 0,
                figures=_figures(session, copy, row, today) if row else None,
                expiry=_expiry(row, today) if row else None,
                stops=stop_views.shown(orders.get(copy.standby, ()), named),
                agreed_to_cancel=[named[party] for party in (row.consents if row else [])],
            )
        )
    return found


def _behind(
    session: Session, member_id: str, copies: Sequence[StandbyCopy], parties: Collection[int]
) -> dict[int, Named]:
    """Each number with who stands behind it: of the parties as the papers say, of others as we know."""
    leis: dict[int, str] = {}
    for copy in copies:
        terms = terms_of(copy.terms)
        numbers = (terms.issuer, terms.applicant, terms.beneficiary, terms.confirmer)
        leis |= {number: lei for number, lei in zip(numbers, records.parties(copy), strict=True) if lei}
    names = members.names_of(session, member_id, set(leis.values()))
    others = members.named(session, member_id, set(parties) - leis.keys())
    return others | {number: Named(number, lei, names.get(lei)) for number, lei in leis.items()}


def _figures(session: Session, copy: StandbyCopy, row: StandbyRow, today: int) -> FiguresView:
    token = records.token(session, copy)
    # Where it is yesterday still, a demand is not late yet: as the contract reckons.
    running = row.state is StandbyStatus.ISSUED and today <= row.course.on(today) + CLOSED_DAYS + 1
    issued = row.state is StandbyStatus.ISSUED
    owed = liability(running, row.amount, row.honoured, row.reserved) if issued else 0
    amounts = {
        "amount": row.amount,
        "available": row.amount - row.reserved - row.honoured if running else 0,
        "under_demand": row.reserved,
        "honoured": row.honoured,
        "liability": owed,
        "confirmer_liability": owed - row.advanced if row.confirmed and issued else 0,
    }
    return FiguresView(**{name: token.money(minor).decimal() for name, minor in amounts.items()})


def _expiry(row: StandbyRow, today: int) -> ExpiryView:
    course = row.course
    notice = course.last_notice(today)
    return ExpiryView(
        expiry=day_of(course.on(today)),
        final_expiry=day_of(course.final_expiry),
        extension_days=course.extension,
        notice_days=course.notice_days,
        ends=course.ends,
        last_day_for_notice=day_of(notice) if notice is not None else None,
    )


def _demands(session: Session, copy: StandbyCopy, rows: Sequence[DemandRow]) -> list[DemandView]:
    chain_id = deployment_of(session).chain_id
    final = store.final_block(session, chain_id)
    papers = store.papers_of(session, copy.member_id, copy.standby)
    events = [row for row in store.event_rows(session, chain_id, copy.standby) if row.event in NOTICES]
    named = _behind(session, copy.member_id, [copy], _parties_of(rows))
    token = records.token(session, copy)
    found = []
    for row in rows:
        paper = papers.get(row.documents)
        found.append(
            DemandView(
                id=row.id,
                standby=row.standby,
                status=DEMAND_STATUSES[row.state],
                finality=_finality(row.last_block, final),
                amount=token.money(row.amount).decimal(),
                currency=token.currency.alpha,
                presented=day_of(row.presented),
                extend_to=day_of(row.extend_to) if row.extend_to else None,
                expiry=day_of(row.expiry),
                version=row.version,
                bank=named[row.bank],
                payer=named[row.payer] if row.payer else None,
                agreed=[named[party] for party in row.agreed],
                commitment=row.documents,
                content=paper.content if paper else None,
                clock=_clock(session, copy, row),
                findings=[_finding(int(bank), of, named) for bank, of in row.findings.items()],
                notices=[_notice(event, papers, named) for event in events if event.subject == row.id],
            )
        )
    return found


def _parties_of(rows: Sequence[DemandRow]) -> Collection[int]:
    found: set[int] = set()
    for row in rows:
        found |= {row.bank, row.presented_to, *row.agreed, *(int(bank) for bank in row.findings)}
        found |= {row.payer} - {0}
    return found


def _clock(session: Session, copy: StandbyCopy, row: DemandRow) -> ClockView | None:
    if copy.party != row.bank or row.state not in UNDER_WAY:
        return None
    when = times_of(calendars.counting(session, copy.member_id), row)
    words = clock_words(when, now_of(session), bool(row.extend_to))
    return ClockView(when.day_of_receipt, when.third, when.seventh, when.last_day, words)


def _finding(bank: int, of: Sequence[int], named: dict[int, Named]) -> FindingView:
    status, complies, third, seventh, last_day, calendar, examined = of
    return FindingView(
        bank=named[bank],
        status=DEMAND_STATUSES[DemandStatus(status)],
        complies=bool(complies),
        third_business_day=moment_of(third),
        seventh_business_day=moment_of(seventh),
        last_day=day_of(last_day),
        calendar_hash=str(calendar),
        examined_at=moment_of(examined),
    )


def _notice(event: StandbyEventRow, papers: dict[str, StandbyPaper], named: dict[int, Named]) -> NoticeView:
    said = event.said
    effective = event.event == "Dishonoured"
    paper = papers.get(said["notice"])
    return NoticeView(
        bank=named[said["bank"]],
        effective=effective,
        in_words=TIMING_WORDS[Timing(said["timing"])] if effective else BAR_WORDS[Bar(said["reason"])],
        at=event.at,
        commitment=said["notice"],
        content=paper.content if paper else None,
    )


def _amendment(
    session: Session,
    copy: StandbyCopy,
    row: AmendmentRow,
    papers: dict[str, StandbyPaper],
    named: dict[int, Named],
) -> AmendmentView:
    token, paper = records.token(session, copy), papers.get(row.text)
    return AmendmentView(
        id=row.id,
        number=row.number,
        status=AMENDMENT_STATUSES[row.state],
        increase=token.money(row.increase).decimal(),
        decrease=token.money(row.decrease).decimal(),
        expiry=day_of(row.expiry) if row.expiry else None,
        final_expiry=day_of(row.final_expiry) if row.final_expiry else None,
        agreed=[named[party] for party in row.agreed],
        text=str(paper.content["text"]) if paper else None,
    )


def _finality(block: int, final: int) -> Finality:
    return "final" if block <= final else "pending"
