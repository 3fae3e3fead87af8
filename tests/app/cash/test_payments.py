"""Cash over HTTP, on a real chain: issued, paid, redeemed, stopped, and refused."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import select

from app.cash import contract, services
from app.cash.domain import not_issuer
from app.cash.store import BalanceRow, IssuerTold
from app.chain.deployments import deployment_of
from app.chain.outbox import queue
from app.errors import Conflict
from app.members import service as members
from app.members.domain import account_of
from tests.app.cash.builders import (
    NORTH,
    SOUTH,
    a_deal,
    finish,
    held,
    limit,
    minted,
    number_in,
    paid,
    token_in,
)
from tests.app.operations.builders import Interface


def code_of(
    interface: Interface, verb: str, member: str, body: dict[str, object], currency: str = "USD"
) -> tuple[int, str]:
    answer = interface.ask(
        "POST", f"/cash/{token_in(interface.world, currency)}/{verb}", member=member, body=body
    )
    return answer.status_code, answer.json()["code"]


# ------------------------------------------------------------------------------------------------ refusals


def test_a_stranger_to_the_token_does_not_mint_it(interface: Interface) -> None:
    """SCASH-3: told at once as the chain would tell it."""
    deal = a_deal(interface.world)
    body = {"to": NORTH, "deal": deal, "amount": "1.00"}
    assert code_of(interface, "mint", "south", body) == (403, "cash-not-issuer")
    assert code_of(interface, "freeze", "south", {"number": 1}) == (403, "cash-not-issuer")
    assert code_of(interface, "unfreeze", "south", {"number": 1}) == (403, "cash-not-issuer")


def test_every_fault_of_a_payment_is_told_at_once(interface: Interface) -> None:
    """SCASH-6"""
    path = f"/cash/{token_in(interface.world)}/transfer"
    body = {"to": "213800WSGIIZCXF1P573", "deal": "d", "amount": "1.005", "currency": "EUR"}
    answer = interface.ask("POST", path, body=body)
    assert answer.status_code == 422
    found = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
    assert found.keys() == {"#/to", "#/amount", "#/currency"}
    assert "at most 2 decimals in USD" in found["#/amount"]
    assert "213800WSGIIZCXF1P572" in found["#/to"]
    assert "USD" in found["#/currency"]


def test_nobody_pays_itself_or_in_a_deal_that_it_is_not_in(interface: Interface) -> None:
    """SCASH-4"""
    deal = a_deal(interface.world)
    assert code_of(interface, "transfer", "south", {"to": SOUTH, "deal": deal, "amount": "1.00"})[0] == 422
    assert code_of(interface, "redeem", "south", {"deal": "another", "amount": "1.00"}) == (
        404,
        "no-such-deal",
    )


@pytest.mark.parametrize(
    "body",
    [{}, {"organisation": SOUTH}, {"deal": "d"}, {"organisation": SOUTH, "deal": "d", "number": 5}],
)
def test_a_freeze_says_whose_account_in_one_way(interface: Interface, body: dict[str, object]) -> None:
    """SCASH-7"""
    assert code_of(interface, "freeze", "north", body) == (422, "malformed")


def test_in_a_deal_that_the_issuer_knows_nothing_of_nothing_is_stopped_nor_moved(
    interface: Interface,
) -> None:
    """SCASH-19: else a court's order with a slip in the deal freezes a number that holds nothing, and is told
    as done.
    """
    deal = a_deal(interface.world)
    slip = deal[:-1] + ("0" if deal[-1] != "0" else "1")
    account = {"organisation": SOUTH, "deal": slip}
    before = interface.ask("GET", "/numbers?limit=200").json()
    assert code_of(interface, "freeze", "north", account) == (404, "no-such-deal")
    assert code_of(interface, "unfreeze", "north", account) == (404, "no-such-deal")
    forced = {"payer": account, "payee": {"organisation": NORTH, "deal": deal}, "amount": "1.00"}
    assert code_of(interface, "force", "north", {**forced, "order": "Order."}) == (404, "no-such-deal")
    assert interface.ask("GET", "/numbers?limit=200").json() == before


def test_more_than_is_held_is_refused_by_the_chain_in_words(interface: Interface) -> None:
    """SCASH-4: balances are not asked before, for what is on its way may change them."""
    deal = a_deal(interface.world)
    minted(interface, deal, "10.00")
    done = paid(interface, "redeem", "south", {"deal": deal, "amount": "10.01"})
    assert done["status"] == "failed"
    assert done["refusal"]["code"] == "cash-not-enough"
    assert done["transaction_hash"] is None
    row = held(interface, "south", deal)
    assert row is not None
    assert row["amount"] == "10.00"


def test_there_is_no_token_that_is_not_deployed(interface: Interface) -> None:
    """SCASH-1"""
    for path in ("", "/balances", "/movements", "/movements/1-1"):
        answer = interface.ask("GET", f"/cash/0x{'0' * 40}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-token")


def test_a_bank_without_the_currency_has_no_token_of_its_own(interface: Interface) -> None:
    """SCASH-2"""
    with interface.world.database.reading() as session:
        assert services.token_of(session, "north", "KWD").currency.decimals == 3
        for member, currency in (("south", "USD"), ("north", "EUR")):
            with pytest.raises(Conflict) as refused:
                services.token_of(session, member, currency)
            assert refused.value.refusal.code == "no-token-of-ours"


# ------------------------------------------------------------------------------------------------ successes


def test_a_mint_takes_two_persons_and_is_held_by_the_payee(interface: Interface) -> None:
    """SCASH-3, SCASH-5"""
    world = interface.world
    deal = a_deal(world)
    before = interface.ask("GET", f"/cash/{token_in(world)}", member="north").json()["outstanding"]
    body = {"to": SOUTH, "deal": deal, "amount": "1000.5", "currency": "USD"}
    asked = interface.ask("POST", f"/cash/{token_in(world)}/mint", member="north", body=body).json()
    assert asked["eyes"] == 2
    world.settle()
    assert world.operation(asked["id"]).status == "awaiting_check"
    assert held(interface, "south", deal) is None
    assert finish(world, asked, "north")["status"] == "final"
    assert asked["describes"]["amount"] == "1000.50"
    row = held(interface, "south", deal)
    assert row is not None
    assert (row["amount"], row["finality"], row["frozen"]) == ("1000.50", "final", False)
    assert row["number"] == number_in(world, "south", deal)
    after = interface.ask("GET", f"/cash/{token_in(world)}", member="north").json()["outstanding"]
    assert round(float(after) - float(before), 2) == 1000.5


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "1000"), ("KWD", "1000.125")])
def test_currencies_without_and_with_three_decimals_come_out_right(
    interface: Interface, currency: str, amount: str
) -> None:
    """SCASH-6"""
    deal = a_deal(interface.world)
    minted(interface, deal, amount, currency=currency)
    row = held(interface, "south", deal, currency)
    assert row is not None
    assert (row["amount"], row["currency"]) == (amount, currency)


def test_the_issuer_is_told_to_who_is_paid_and_to_nobody_before(interface: Interface) -> None:
    """SCASH-2"""
    world = interface.world
    deal = a_deal(world)
    with world.database.writing() as session:
        token = services.token_of(session, "north", "USD")
        told = session.get(IssuerTold, ("south", token.address))
        if told is not None:
            session.delete(told)
    seen = interface.ask("GET", f"/cash/{token.address}").json()
    assert seen["issuer"] == {"number": token.issuer, "lei": None, "name": None, "instrument": None}
    minted(interface, deal, "5.00")
    seen = interface.ask("GET", f"/cash/{token.address}").json()
    assert (seen["issuer"]["lei"], seen["issuer"]["name"]) == (NORTH, "Nordhafen Bank AG")
    assert seen["mine"] is False
    assert seen["outstanding"] is None


def test_an_issuer_is_believed_only_where_the_chain_agrees(interface: Interface) -> None:
    """SCASH-2: nobody can put another bank's name on a token."""
    with interface.world.database.writing() as session:
        token = services.token_of(session, "north", "KWD")
        with pytest.raises(Conflict) as refused:
            services.keep_issuer(session, "south", token.address, SOUTH, b"\x01" * 32)
    assert refused.value.refusal.code == "number-not-theirs"


def test_a_transfer_and_a_redemption_move_what_they_say(interface: Interface) -> None:
    """SCASH-4, SCASH-8"""
    world = interface.world
    deal = a_deal(world)
    minted(interface, deal, "100.00")
    assert paid(interface, "transfer", "south", {"to": NORTH, "deal": deal, "amount": "30.00"})["eyes"] == 2
    assert paid(interface, "redeem", "south", {"deal": deal, "amount": "20.00"})["status"] == "final"
    for member, amount in (("south", "50.00"), ("north", "30.00")):
        row = held(interface, member, deal)
        assert row is not None
        assert row["amount"] == amount


def test_a_bank_mints_to_its_own_number_in_a_deal_that_it_will_pay(interface: Interface) -> None:
    """SCASH-3"""
    deal = a_deal(interface.world)
    minted(interface, deal, "7.00", to=NORTH)
    row = held(interface, "north", deal)
    assert row is not None
    assert row["amount"] == "7.00"
    assert held(interface, "south", deal) is None


def test_one_person_pays_within_the_limit_and_two_above_it(interface: Interface) -> None:
    """SCASH-5: the lower of the consortium's ceiling and the member's own limit counts."""
    world = interface.world
    deal = a_deal(world)
    minted(interface, deal, "100.00")
    limit(world, "south", deal, token_in(world), ceiling=5_000, own=1_000)
    within = paid(interface, "transfer", "south", {"to": NORTH, "deal": deal, "amount": "10.00"})
    assert (within["eyes"], within["status"]) == (1, "final"), within["refusal"]
    above = paid(interface, "transfer", "south", {"to": NORTH, "deal": deal, "amount": "10.01"})
    assert (above["eyes"], above["status"]) == (2, "final"), above["refusal"]


def test_a_frozen_account_pays_nothing_until_it_is_unfrozen(interface: Interface) -> None:
    """SCASH-7"""
    world = interface.world
    deal = a_deal(world)
    minted(interface, deal, "40.00")
    frozen = paid(interface, "freeze", "north", {"organisation": SOUTH, "deal": deal})
    assert (frozen["eyes"], frozen["status"]) == (2, "final"), frozen["refusal"]
    row = held(interface, "south", deal)
    assert row is not None
    assert row["frozen"] is True
    body = {"to": NORTH, "deal": deal, "amount": "1.00"}
    stopped = paid(interface, "transfer", "south", body)
    assert (stopped["status"], stopped["refusal"]["code"]) == ("failed", "cash-frozen")
    number = number_in(world, "south", deal)
    assert paid(interface, "unfreeze", "north", {"number": number})["status"] == "final"
    assert paid(interface, "transfer", "south", body)["status"] == "final"


# ------------------------------------------------------------------------------------------------ reading


def test_each_movement_opens_down_to_its_event(interface: Interface) -> None:
    """SCASH-9: the event can be looked up on the chain by whoever has a node."""
    world = interface.world
    deal = a_deal(world)
    minted(interface, deal, "12.00")
    paid(interface, "transfer", "south", {"to": NORTH, "deal": deal, "amount": "2.00"})
    path = f"/cash/{token_in(world)}/movements"
    newest, before = interface.ask("GET", f"{path}?limit=2").json()["items"]
    assert (newest["kind"], newest["amount"]) == ("transferred", "2.00")
    assert (newest["payer"]["lei"], newest["payee"]["lei"]) == (SOUTH, NORTH)
    assert (before["kind"], before["payer"], before["amount"]) == ("minted", None, "12.00")
    assert interface.ask("GET", f"{path}/{newest['id']}").json() == newest
    event = newest["event"]
    receipt = world.node.ask("eth_getTransactionReceipt", event["transaction"])
    log = next(log for log in receipt["logs"] if int(log["logIndex"], 16) == event["log_index"])
    assert (log["address"], log["blockHash"]) == (event["contract"], event["block_hash"])
    said = world.deployment.decode_log(log, 0)
    assert (said.name, said.args["value"]) == (event["name"], 200)
    assert said.args["from"] == account_of(newest["payer"]["number"])


def test_movements_of_others_are_not_there(interface: Interface) -> None:
    """SCASH-10: the bank sees all by which its debt grows; a holder sees its own."""
    world = interface.world
    deal = a_deal(world)
    minted(interface, deal, "3.33", to=NORTH)
    path = f"/cash/{token_in(world)}/movements"
    (newest,) = interface.ask("GET", f"{path}?limit=1", member="north").json()["items"]
    assert newest["amount"] == "3.33"
    assert interface.ask("GET", f"{path}/{newest['id']}", member="north").status_code == 200
    refused = interface.ask("GET", f"{path}/{newest['id']}", member="south")
    assert (refused.status_code, refused.json()["code"]) == (404, "no-such-movement")
    assert newest["id"] not in interface.ask("GET", f"{path}?limit=200", member="south").text


def test_the_list_of_tokens_is_paged(interface: Interface) -> None:
    """SCASH-1"""
    found, following = [], ""
    while following is not None:
        page = interface.ask("GET", f"/cash?limit=2{following}", member="north").json()
        found += page["items"]
        following = f"&cursor={page['next']}" if page["next"] else None
    assert sorted(item["currency"] for item in found) == ["JPY", "KWD", "USD"]
    assert {item["currency"]: item["decimals"] for item in found} == {"JPY": 0, "KWD": 3, "USD": 2}
    assert all(item["mine"] for item in found)


def test_the_mirror_holds_what_the_chain_holds(interface: Interface) -> None:
    """SCASH-8: asked of the contract itself, account by account."""
    world = interface.world
    deal = a_deal(world)
    minted(interface, deal, "9.99")
    with world.database.reading() as session:
        rows = session.scalars(
            select(BalanceRow).where(BalanceRow.chain_id == deployment_of(session).chain_id)
        ).all()
    assert rows
    for row in rows:
        call = world.deployment.encode("DepositToken", "balanceOf", row.id)
        answer = world.node.ask("eth_call", {"to": row.contract, "data": "0x" + call.hex()}, "latest")
        assert int(answer, 16) == row.amount


def test_the_words_of_a_revert_are_those_of_the_service(interface: Interface) -> None:
    """SCASH-3: a mint by another number, sent past the service's own check, fails with the same code."""
    world = interface.world
    deal = a_deal(world)
    with world.database.writing() as session:
        token = services.token_of(session, "north", "USD")
        id = queue(
            session,
            member_id="south",
            user=world.callers["south", "maker"],
            party=members.alias_in(session, "south", deal).party,
            instrument=token.address,
            call=contract.pay_in(world.deployment, secrets.token_bytes(32), token.issuer, 1),
            describes={},
            eyes=2,
            right="PAY",
        ).id
    done = finish(world, {"id": id}, "south")
    assert done["refusal"]["code"] == not_issuer(token).refusal.code
