"""Documents financed once, over HTTP, on a real chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.chain import reorg
from app.chain.mirror import image_of, mirrored_models
from app.chain.outbox import IdempotencyKey
from app.clock import SystemClock
from app.errors import Conflict, DomainError, TooMany
from app.mail.domain import Message
from app.mail.store import MessageCopy
from app.receivables import oprf
from app.receivables.domain import Attempt
from app.receivables.services import evaluators, financings
from app.receivables.store import Asked, EvaluatorShare, FingerprintKey
from app.receivables.written import document_of
from app.workers import handlers, ignored
from tests.app.cash.builders import SOUTH, finish
from tests.app.operations.builders import Interface
from tests.app.receivables.finance import (
    BUYER,
    an_invoice,
    done,
    enter,
    entered,
    financed,
    move,
    refused,
    reserved,
    seen,
)

# ------------------------------------------------------------------------------------------------ entering


def test_what_cannot_be_read_is_refused_by_name(interface: Interface) -> None:
    """SRECEIVABLES-24"""
    for changed in (
        {"seller": {}},
        {"amount": {"amount": "1.234", "currency": "EUR"}},
        {"buyer": {"lei": "0000"}},
        {"number": "---"},
    ):
        answer = enter(interface, document=an_invoice(**changed))
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"].startswith("#/document")


def test_a_reference_stands_for_one_financing(interface: Interface) -> None:
    """SRECEIVABLES-24"""
    first = entered(interface)
    body = {"document": an_invoice(), "share": 1, "reference": first["reference"]}
    answer = interface.ask("POST", "/financings", member="north", body=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "reference-used")


def test_an_entered_document_is_nowhere_but_here(interface: Interface) -> None:
    """SRECEIVABLES-24, SRECEIVABLES-31: it keeps nobody out, and nobody else finds it."""
    document = an_invoice()
    financing = entered(interface, document=document)
    assert (financing["status"], financing["you_may"]) == ("entered", ["reserve"])
    assert financing["taken"]["free"] == 10_000
    answer = interface.ask("GET", f"/financings/{financing['id']}", member="east")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-financing")
    assert entered(interface, "east", document=document)["taken"]["free"] == 10_000


def test_evaluators_see_nothing_of_a_document(interface: Interface) -> None:
    """SRECEIVABLES-25: what they were sent is points, and another one each time."""
    document = an_invoice(number="PAZ-SECRET-1")
    entered(interface, "east", document=document)
    entered(interface, "north", document=document)
    with interface.world.database.reading() as session:
        of_evaluators = select(MessageCopy).where(
            MessageCopy.kind == evaluators.WANTED, MessageCopy.direction == "in"
        )
        sent = list(session.scalars(of_evaluators))
        elements = [element for message in sent for element in message.body["elements"]]
        assert len(elements) == len(set(elements)) > 0
        text = json.dumps([message.body for message in sent])
        assert "SECRET" not in text
        assert BUYER not in text


def test_an_evaluator_answers_so_often_a_day(interface: Interface) -> None:
    """SRECEIVABLES-25: a catalogue of guesses would have to ask it for each."""
    world = interface.world
    with world.database.writing() as session:
        message = Message(
            "q", SOUTH, "", evaluators.WANTED, {"question": "1", "elements": []}, datetime.now(UTC)
        )
        evaluators.answer_wanted(session, "north", message)
        row = session.get_one(Asked, ("north", SOUTH, datetime.now(UTC).date()))
        row.count = evaluators.MOST_A_DAY
        element = oprf.blind(b"one more").element.hex()
        message = Message(
            "q", SOUTH, "", evaluators.WANTED, {"question": "2", "elements": [element]}, datetime.now(UTC)
        )
        with pytest.raises(TooMany) as refusal:
            evaluators.answer_wanted(session, "north", message)
        assert refusal.value.refusal.code == "evaluations-used-up"
        session.rollback()


def test_too_few_evaluators_give_no_fingerprint(interface: Interface) -> None:
    """SRECEIVABLES-25: nor does one that holds no part of the key answer."""
    with interface.world.database.writing() as session:
        shares = list(session.scalars(select(EvaluatorShare)))
        for share in shares:
            session.delete(share)
        session.flush()
        message = Message(
            "q", SOUTH, "", evaluators.WANTED, {"question": "1", "elements": []}, datetime.now(UTC)
        )
        with pytest.raises(DomainError) as refusal:
            evaluators.answer_wanted(session, "north", message)
        assert refusal.value.refusal.code == "not-an-evaluator"
        session.rollback()


def test_a_member_that_came_later_asks_under_the_same_key(interface: Interface) -> None:
    """SRECEIVABLES-25"""
    document = document_of(an_invoice())
    with interface.world.database.writing() as session:
        before = evaluators.fingerprints_of(session, "east", document)
        session.delete(session.get_one(FingerprintKey, "east"))
        session.flush()
        assert evaluators.fingerprints_of(session, "east", document) == before
        for row in session.scalars(select(FingerprintKey)):
            session.delete(row)
        session.flush()
        with pytest.raises(Conflict) as refusal:
            evaluators.fingerprints_of(session, "east", document)
        assert refusal.value.refusal.code == "fingerprint-key-missing"
        session.rollback()


def test_a_key_is_dealt_once(interface: Interface) -> None:
    """SRECEIVABLES-25: another one would lose all fingerprints."""
    with interface.world.database.writing() as session, pytest.raises(Conflict) as refusal:
        evaluators.found_key(session, ["north", "south"], 2, [])
    assert refusal.value.refusal.code == "fingerprint-key-there"


# ------------------------------------------------------------------------------------------------ likeness


def test_a_near_duplicate_is_named_and_needs_a_reason(interface: Interface) -> None:
    """SRECEIVABLES-26: of the organisation's own, whoever else financed what."""
    document = an_invoice()
    first = financed(interface, document=document)
    altered = document | {"number": document["number"].replace("-", "/") + "A"}
    again = entered(interface, document=altered)
    assert again["likeness"]["verdict"] == "review"
    match = again["likeness"]["matches"][0]
    assert match["reference"] == first["reference"]
    assert {reason["name"] for reason in match["reasons"]} >= {"amount-same"}
    answer = interface.ask("POST", f"/financings/{again['id']}/reserve", member="north", body={"hours": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "likeness-to-look-at")
    assert first["reference"] in answer.json()["detail"]
    why = {"hours": 1, "reason": "A second delivery; compared the packing lists."}
    assert done(move(interface, again, "reserve", body=why))["eyes"] == 2
    assert seen(interface, again)["reason"] == why["reason"]
    assert entered(interface, "east", document=altered)["likeness"]["verdict"] == "clear"


def test_our_own_document_is_not_financed_beyond_its_whole(interface: Interface) -> None:
    """SRECEIVABLES-26"""
    document = an_invoice()
    reserved(interface, document=document, share=6_000)
    part = entered(interface, document=document, share=4_000)
    assert part["likeness"]["verdict"] == "clear"
    assert part["taken"] | {"unused_reservations": 0} == {
        "by_others": 0,
        "by_you": 6_000,
        "free": 4_000,
        "reserved_until": None,
        "unused_reservations": 0,
    }
    more = entered(interface, document=document, share=4_001)
    assert more["likeness"]["verdict"] == "block"
    why = {"hours": 1, "reason": "I insist."}
    assert refused(interface, more, "reserve", body=why) == (409, "financed-by-us")


# ------------------------------------------------------------------------------------------------ reserving


def test_who_comes_second_is_told_at_once_and_not_by_whom(interface: Interface) -> None:
    """SRECEIVABLES-27"""
    document = an_invoice()
    first = reserved(interface, document=document, share=7_000)
    late = entered(interface, "east", document=document | {"issued": "2026-03-05"}, share=4_000)
    assert (late["taken"]["by_others"], late["taken"]["free"]) == (7_000, 3_000)
    assert late["taken"]["reserved_until"] == first["until"]
    assert str(first["number"]) not in json.dumps(late)
    answer = interface.ask("POST", f"/financings/{late['id']}/reserve", member="east", body={"hours": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "finance-taken")
    assert "7000 of 10000" in answer.json()["detail"]
    fits = entered(interface, "east", document=document, share=3_000)
    assert done(move(interface, fits, "reserve", "east"))["eyes"] == 2


def test_two_that_race_are_told_apart_by_the_chain(interface: Interface) -> None:
    """SRECEIVABLES-27: both saw it free; one of them reserves."""
    world, document = interface.world, an_invoice()
    both = {member: entered(interface, member, document=document) for member in ("north", "east")}
    asked = {
        member: interface.ask(
            "POST", f"/financings/{one['id']}/reserve", member=member, body={"hours": 24}
        ).json()
        for member, one in both.items()
    }
    world.sender("maker").one_pass()
    ended = {member: finish(world, asked[member], member) for member in asked}
    statuses = sorted(one["status"] for one in ended.values())
    assert statuses == ["failed", "final"]
    lost = next(one for one in ended.values() if one["status"] == "failed")
    assert lost["refusal"]["code"] == "finance-taken"


def test_what_lapsed_is_cleared_by_whoever_reserves_next(interface: Interface) -> None:
    """SRECEIVABLES-28: and it can no longer be paid out."""
    world, document = interface.world, an_invoice()
    first = entered(interface, document=document)
    # From the chain's clock, which other tests on the same node may have put forward.
    lasts = 300 + max(0, world.chain.head().time - int(datetime.now(UTC).timestamp()))
    with world.database.writing() as session:
        caller, key = world.callers["north", "maker"], IdempotencyKey("north", "lapses", "once")
        asked = financings.reserve(session, caller, first["id"], timedelta(seconds=lasts), None, key).id
    done(finish(world, {"id": asked}, "north"))
    second = entered(interface, "east", document=document)
    assert refused(interface, second, "reserve", "east") == (409, "finance-taken")
    with later(interface, lasts + 200):
        view = seen(interface, first)
        assert (view["lapsed"], view["you_may"]) == (True, ["release"])
        assert refused(interface, first, "finance") == (409, "reservation-lapsed")
        assert seen(interface, second, "east")["taken"]["free"] == 10_000
        done(move(interface, second, "reserve", "east"))
        assert seen(interface, second, "east")["history"][-1]["event"] == "FinancingReserved"
        assert seen(interface, first)["status"] == "released"


@contextmanager
def later(interface: Interface, seconds: int) -> Iterator[None]:
    """For the chain and, as long as it lasts, for the interface."""
    interface.world.node.ask("evm_increaseTime", seconds)
    interface.world.node.ask("evm_mine")
    surroundings = interface.http.app.state.database.surroundings  # type: ignore[attr-defined]
    surroundings["clock"] = SystemClock(seconds)
    yield
    surroundings["clock"] = SystemClock(0)


# ---------------------------------------------------------------------------------------------- to its end


def test_a_financing_goes_its_way(interface: Interface) -> None:
    """SRECEIVABLES-29: reserved, held longer, paid out, contested, paid back; by two persons each."""
    document = an_invoice()
    financing = reserved(interface, document=document)
    assert financing["you_may"] == ["renew", "finance", "release"]
    for step, body, status in (
        ("renew", {"hours": 72}, "reserved"),
        ("finance", None, "financed"),
        ("dispute", {"grounds": "Short delivery."}, "disputed"),
        ("settle", None, "settled"),
    ):
        assert done(move(interface, financing, step, body=body))["eyes"] == 2
        assert seen(interface, financing)["status"] == status
    view = seen(interface, financing)
    assert (view["renewals"], view["you_may"], view["finality"]) == (1, [], "final")
    assert [event["event"] for event in view["history"]] == [
        "FinancingReserved",
        "FinancingRenewed",
        "Financed",
        "FinancingDisputed",
        "FinancingSettled",
    ]
    assert entered(interface, "east", document=document)["taken"]["free"] == 0, "paid is taken for ever"


def test_a_refused_document_is_free_for_others(interface: Interface) -> None:
    """SRECEIVABLES-29: one person lets a reservation go, two what was financed."""
    document = an_invoice()
    financing = reserved(interface, document=document)
    assert done(move(interface, financing, "release"))["eyes"] == 1
    theirs = entered(interface, "east", document=document)
    assert (theirs["taken"]["free"], theirs["taken"]["unused_reservations"]) == (10_000, 1)
    done(move(interface, theirs, "reserve", "east"))
    done(move(interface, theirs, "finance", "east"))
    assert done(move(interface, theirs, "release", "east"))["eyes"] == 2
    again = entered(interface, document=document)
    assert refused(interface, again, "reserve") == (409, "financier-waits")


@pytest.mark.parametrize("step", ["renew", "finance", "settle", "dispute", "release"])
def test_a_step_in_another_status_is_refused_before_it_is_queued(interface: Interface, step: str) -> None:
    """SRECEIVABLES-30"""
    financing = entered(interface)
    body = {"grounds": "None."} if step == "dispute" else None
    assert refused(interface, financing, step, body=body) == (409, "financing-status")


def test_the_id_is_computed_as_the_contract_does(interface: Interface) -> None:
    """SRECEIVABLES-30"""
    attempt = Attempt(7, 2_500, tuple("0x" + f"{n:064x}" for n in (1, 2**255, 2**256 - 1)), "0x" + "5a" * 32)
    struct = (attempt.financier, attempt.share, attempt.fingerprints, attempt.salt)
    assert interface.world.view("FinanceRegister", "idOf", struct)[0] == attempt.id


def test_rebuilt_from_the_stored_logs_every_row_is_the_same(interface: Interface) -> None:
    """SRECEIVABLES-32: after everything above, and equal to what the chain keeps."""
    world = interface.world
    with Session(world.database.engine) as session:
        before = rows(session)
        reorg.rebuild(session, world.deployment, handlers(), ignored())
        assert rows(session) == before
        assert {name for name, _ in before} >= {
            "chain_financings",
            "chain_fingerprints",
            "chain_financing_marks",
            "chain_receivable_events",
        }
        session.rollback()


def rows(session: Session) -> list[tuple[str, str]]:
    return [
        (name, json.dumps(image_of(row), sort_keys=True))
        for name, model in sorted(mirrored_models().items())
        for row in session.scalars(select(model).order_by(*inspect(model).primary_key))
    ]
