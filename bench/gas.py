"""Gas of what members do, taken from receipts on Anvil at paris, written to bench/gas.json.

Every number, salt, key and date is fixed, so the figures are the same on every run; each trade uses numbers
that never acted before, so every storage slot is used for the first time. Membership, right, suspension,
instrument and recipients are checked in all of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from brownie import accounts, chain, network, web3
from eth_abi import encode
from eth_utils import keccak

from scripts import orders
from scripts.deploy import Deployed, deploy_all, deploy_token
from scripts.parameters import INSTRUMENTS, Parameters, Seat, Voter
from scripts.proposals import decide

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "gas.json"

NOON = 1_798_804_800  # 2027-01-01 12:00 UTC
DAY = 86_400
BANK, TRADER, CARRIER, REGULATOR = 1, 2, 4, 256
ALL_RIGHTS = 0b111111111
TO_ORDER = 1
USD, EUR, GBP, CHF = 840, 978, 826, 756
UCP_600, SIGHT_PAYMENT, ACCEPTANCE, NEGOTIATION, FROM_SHIPMENT = 0, 0, 2, 3, 1
NONE = "0x" + "00" * 32
BATCH = 50
GAS_OF_AN_ITEM = 250_000
MILLION = 100_000_000  # minor units


@dataclass(frozen=True)
class Person:
    """A party with its two persons, who sign for nobody else."""

    number: int
    maker: Any
    checker: Any


class Bench:
    def __init__(self, deployed: Deployed) -> None:
        self.deployed = deployed
        self._nonces: dict[int, int] = {}

    def act(self, person: Person, target: Any, call: str) -> int:
        used: int = orders.act(self.deployed.members, person.maker, target, call).gas_used
        return used

    def together(self, person: Person, target: Any, call: str) -> int:
        """The maker signs, the checker sends: one transaction. Nonces count from 0."""
        nonce = self._nonces.get(person.number, -1) + 1
        self._nonces[person.number] = nonce
        ordered = orders.Order(person.number, nonce, str(target), call, orders.NEVER)
        signed = orders.sign(self.deployed.members, ordered, person.maker)
        used: int = orders.perform(self.deployed.members, person.checker, ordered, [signed]).gas_used
        return used

    def admit(self, names: dict[str, int]) -> dict[str, Person]:
        """Numbers with these roles, by the consortium."""
        people = {
            name: Person(number_of(name), key_of(f"{name} maker"), key_of(f"{name} checker"))
            for name in names
        }
        admissions = [
            (
                person.number,
                names[name],
                salted(name),
                [(person.maker.address, 1, ALL_RIGHTS, 0), (person.checker.address, 2, 0, ALL_RIGHTS)],
            )
            for name, person in people.items()
        ]
        members = self.deployed.members
        call = (members.address, members.admit.encode_input(admissions))
        decide(members, self.deployed.consortium, self.deployed.params.voters, [call])
        return people


def midnight() -> int:
    """The next one: how many seconds a run has taken so far changes no byte of what is measured."""
    return (chain.time() // DAY + 1) * DAY


def title_life_cycle(bench: Bench) -> dict[str, int]:
    """The six operations of a bill's life, each by the party whose it is."""
    people = bench.admit({"shipper": TRADER, "bank": BANK, "buyer": TRADER, "carrier": CARRIER})
    shipper, bank, buyer, carrier = people.values()
    bills, bill = bench.deployed.bills, salted("bill")

    def by(person: Person, function: Callable[..., Any], *args: Any) -> int:
        return bench.act(person, bills, function.encode_input(bill, *args))  # type: ignore[attr-defined]

    return {
        "issue": by(carrier, bills.issue, shipper.number, shipper.number, TO_ORDER),
        "transfer_holder": by(shipper, bills.transferHolder, bank.number),
        "nominate": by(shipper, bills.nominate, buyer.number),
        "transfer_both": by(bank, bills.transferBoth, buyer.number),
        "surrender": by(buyer, bills.surrender),
        "accept_surrender": by(carrier, bills.acceptSurrender),
    }


def endorsements_and_pledge(bench: Bench) -> dict[str, int]:
    """Each endorsement to a name, and each step of pledges of a bill."""
    people = bench.admit({
        "pledgor": TRADER, "pledgee": BANK, "endorsee": TRADER, "pledge carrier": CARRIER,
    })  # fmt: skip
    pledgor, pledgee, endorsee, carrier = people.values()
    deployed = bench.deployed
    bills, pledges = deployed.bills, deployed.pledges
    first, second, third = (salted(f"pledged bill {place}") for place in range(3))
    for bill in (first, second, third):
        bench.act(carrier, bills, bills.issue.encode_input(bill, pledgor.number, pledgor.number, TO_ORDER))
    due, text = midnight() + DAY, salted("pledge text")

    def pledge(bill: str) -> int:
        return bench.act(pledgor, pledges, pledges.pledge.encode_input(bill, pledgee.number, due, text))

    def by_bank(function: Callable[..., Any], *args: Any) -> int:
        return bench.together(pledgee, pledges, function.encode_input(*args))  # type: ignore[attr-defined]

    gas = {"pledge": pledge(first), "release": by_bank(pledges.release, first), "pledge_again": pledge(first)}
    gas["release_on_trust"] = by_bank(pledges.releaseOnTrust, first, text)
    pledge(second)
    gas["agree"] = by_bank(pledges.agree, second, endorsee.number)
    gas["endorse_pledged"] = bench.act(
        pledgor, pledges, pledges.endorse.encode_input(second, endorsee.number)
    )
    pledge(third)
    web3.provider.make_request("evm_setNextBlockTimestamp", [due + 1])
    gas["enforce"] = by_bank(pledges.enforce, third, text)
    for place, words in enumerate(("in_full", "to_order", "for_collection", "not_negotiable")):
        bill = salted(f"bill endorsed {words}")
        bench.act(carrier, bills, bills.issue.encode_input(bill, pledgor.number, pledgor.number, TO_ORDER))
        gas[f"endorse_{words}"] = bench.act(
            pledgor, bills, bills.endorse.encode_input(bill, endorsee.number, place)
        )
    return gas


def change_by_the_carrier(bench: Bench) -> dict[str, int]:
    """Surrender for amendment and its answers; a split into three and a merger of three."""
    people = bench.admit({"amender": TRADER, "amending carrier": CARRIER})
    shipper, carrier = people.values()
    bills = bench.deployed.bills
    bill, balance = salted("bill to amend"), salted("balance")
    parts = [salted(f"part {place}") for place in range(3)]
    bench.act(carrier, bills, bills.issue.encode_input(bill, shipper.number, shipper.number, TO_ORDER))

    def ask(one: str) -> int:
        return bench.act(shipper, bills, bills.surrenderForAmendment.encode_input(one, 0, 0))

    def reissue(voided: list[str], issued: list[str]) -> int:
        return bench.act(carrier, bills, bills.reissue.encode_input(voided, issued, balance))

    gas = {
        "surrender_for_amendment": ask(bill),
        "refuse_amendment": bench.act(carrier, bills, bills.refuseAmendment.encode_input(bill)),
    }
    ask(bill)
    gas["reissue_1_into_3"] = reissue([bill], parts)
    for part in parts:
        ask(part)
    gas["reissue_3_into_1"] = reissue(parts, [salted("whole again")])
    ask(salted("whole again"))
    gas["reissue_1_into_1"] = reissue([salted("whole again")], [salted("amended")])
    bench.act(shipper, bills, bills.surrenderForAmendment.encode_input(salted("amended"), 3, 0))
    gas["switch_to_paper"] = bench.act(
        carrier, bills, bills.switchToPaper.encode_input(salted("amended"), balance)
    )
    court = bench.admit({"court": REGULATOR})["court"]
    held, waybill = salted("bill that is stopped"), salted("sea waybill")
    bench.act(carrier, bills, bills.issue.encode_input(held, shipper.number, shipper.number, TO_ORDER))
    bench.act(carrier, bills, bills.issue.encode_input(waybill, shipper.number, shipper.number, 3))
    gas["freeze"] = bench.together(court, bills, bills.freeze.encode_input(held, balance))
    gas["unfreeze"] = bench.together(court, bills, bills.unfreeze.encode_input(held, balance))
    gas["record_indemnity"] = bench.act(carrier, bills, bills.recordIndemnity.encode_input(held, balance))
    gas["deliver_on_identity"] = bench.act(carrier, bills, bills.deliverOnIdentity.encode_input(waybill))
    returned = (salted("returned"), shipper.number, shipper.number, TO_ORDER, salted("amended"), balance)
    gas["issue_from_paper"] = bench.act(carrier, bills, bills.issueFromPaper.encode_input(*returned))
    return gas


def sight_credit(bench: Bench) -> tuple[dict[str, int], int]:
    """A credit with its bill, from issue to honour, every transaction; and the minting of its cash."""
    people = bench.admit({
        "credit bank": BANK, "credit applicant": TRADER, "credit beneficiary": TRADER,
        "credit adviser": BANK, "credit carrier": CARRIER,
    })  # fmt: skip
    bank, applicant, beneficiary, adviser, carrier = people.values()
    issuer = bench.admit({"issuer of dollars": BANK})["issuer of dollars"]
    deployed = bench.deployed
    credits, bills = deployed.credits, deployed.bills
    token = deploy_token(deployed, key_of("deployer"), issuer.number, USD, 2)
    minted = bench.together(issuer, token, token.mint.encode_input(bank.number, 2 * MILLION))
    today = chain.time() // DAY
    terms = (
        *(bank.number, applicant.number, beneficiary.number, adviser.number, bank.number, 0),
        *(token.address, MILLION, 5, 5, today, today + 60, today + 30, 21),
        *(UCP_600, SIGHT_PAYMENT, [], False, False, NONE, salted("text")),
    )
    credit, bill = credits.idOf(terms), salted("credit's bill")
    presentation = (
        *(bank.number, [bill], salted("documents"), MILLION, 0, salted("drawing")),
        *(today - 1, today - 1, today),
    )
    finding = (True, (today + 7) * DAY, today + 20, salted("calendar"))
    said = (credit, terms, presentation)
    gas = {
        "issue": bench.together(bank, credits, credits.issue.encode_input(terms)),
        "advise": bench.act(adviser, credits, credits.advise.encode_input(credit, terms)),
        "issue_bill": bench.act(
            carrier, bills, bills.issue.encode_input(bill, beneficiary.number, beneficiary.number, TO_ORDER)
        ),
        "endorse_in_blank": bench.act(beneficiary, bills, bills.endorseInBlank.encode_input(bill)),
        "present": bench.act(beneficiary, credits, credits.present.encode_input(*said)),
        "examine": bench.act(bank, credits, credits.examine.encode_input(*said, finding)),
        "honour": bench.together(bank, credits, credits.honour.encode_input(*said, [], "0x")),
    }
    return gas, minted


def finance_once(bench: Bench) -> dict[str, int]:
    """An invoice with three fingerprints, reserved, renewed, paid out and paid back; another, reserved over
    one that has lapsed, and released.
    """
    bank, other = bench.admit({"financing bank": BANK, "other financing bank": BANK}).values()
    register = bench.deployed.register
    marks, now = sorted(salted(f"fingerprint {place}") for place in range(3)), midnight()
    more = sorted(salted(f"another fingerprint {place}") for place in range(3))
    first = (bank.number, 10_000, marks, salted("first attempt"))
    lapsing = (other.number, 10_000, more, salted("lapsing attempt"))
    second = (bank.number, 10_000, more, salted("second attempt"))

    def by(person: Person, function: Any, *args: Any) -> int:
        return bench.together(person, register, function.encode_input(*args))

    gas = {
        "reserve": by(bank, register.reserve, first, now + 3 * DAY, []),
        "renew": by(bank, register.renew, register.idOf(first), now + 4 * DAY),
        "finance": by(bank, register.finance, register.idOf(first)),
        "settle": by(bank, register.settle, register.idOf(first)),
    }
    by(other, register.reserve, lapsing, now + DAY, [])
    chain.sleep(2 * DAY)
    gas["reserve_over_a_lapsed_one"] = by(bank, register.reserve, second, now + 5 * DAY, [lapsing])
    gas["release"] = bench.act(bank, register, register.release.encode_input(second))
    return gas


def receivable_sold(bench: Bench) -> dict[str, int]:
    """An invoice registered, approved, reserved, sold, noticed and repaid; another, split in two."""
    people = bench.admit({
        "invoice seller": TRADER, "invoice obligor": TRADER,
        "invoice bank": BANK, "issuer for invoices": BANK,
    })  # fmt: skip
    seller, obligor, bank, issuer = people.values()
    deployed = bench.deployed
    book, register = deployed.book, deployed.register
    token = deploy_token(deployed, key_of("deployer"), issuer.number, USD, 2)
    for payer in (bank, obligor):
        bench.together(issuer, token, token.mint.encode_input(payer.number, MILLION))
    now = midnight()
    terms = (seller.number, obligor.number, token.address, MILLION // 2, now // DAY + 60, salted("invoice"))
    receivable = book.idOf(terms)
    financing = (bank.number, 10_000, sorted(salted(f"mark {place}") for place in range(3)), salted("buying"))
    sale = (
        *(receivable, seller.number, bank.number, MILLION // 2, MILLION // 2 - 1_000, False),
        *(now + 5 * DAY, salted("sale")),
    )
    spelled = encode(
        ["(bytes32,uint32,uint32,uint64,uint64,bool,uint40,bytes32)"],
        [tuple(bytes.fromhex(str(word)[2:]) if place in (0, 7) else word for place, word in enumerate(sale))],
    )
    whole = (*terms[:5], salted("another invoice"))
    parts = [(seller.number, MILLION // 4, salted("kept")), (bank.number, MILLION // 4, salted("passed"))]

    def alone(person: Person, function: Any, *args: Any) -> int:
        return bench.act(person, book, function.encode_input(*args))

    def both(person: Person, contract: Any, function: Any, *args: Any) -> int:
        return bench.together(person, contract, function.encode_input(*args))

    gas = {
        "register": alone(seller, book.register, terms),
        "approve": both(obligor, book, book.approve, terms),
        "offer": both(seller, book, book.offer, receivable, keccak(spelled)),
    }
    both(bank, register, register.reserve, financing, now + 3 * DAY, [])
    gas |= {
        "buy": both(bank, book, book.buy, sale, register.idOf(financing), "0x"),
        "give_notice": alone(bank, book.giveNotice, receivable),
        "acknowledge": alone(obligor, book.acknowledge, receivable, bank.number),
        "repay": both(obligor, book, book.repay, receivable, bank.number, "0x"),
    }
    both(obligor, book, book.approve, whole)
    gas["split_in_two"] = both(seller, book, book.split, book.idOf(whole), parts)
    return gas


def _confirm(bench: Bench, adviser: Person, credit: str, terms: tuple[Any, ...]) -> int:
    book, deal = bench.deployed.confirmations, bench.deployed.credits
    return bench.together(adviser, book, book.confirm.encode_input(deal, credit, terms))


def usance_credit(bench: Bench) -> dict[str, int]:
    """What a confirmed credit by acceptance with a nominated bank takes beyond a sight credit: the nominated
    bank accepts, passes on and pays at maturity, the issuing bank undertakes to reimburse it.
    """
    people = bench.admit({
        "usance bank": BANK, "usance applicant": TRADER, "usance beneficiary": TRADER, "usance adviser": BANK,
    })  # fmt: skip
    bank, applicant, beneficiary, adviser = people.values()
    credits, obligations = bench.deployed.credits, bench.deployed.obligations
    token = deploy_token(bench.deployed, key_of("deployer"), bank.number, EUR, 2)
    bench.together(bank, token, token.mint.encode_input(adviser.number, 2 * MILLION))
    today = chain.time() // DAY
    terms = (
        *(bank.number, applicant.number, beneficiary.number, adviser.number, adviser.number, adviser.number),
        *(token.address, MILLION, 5, 5, today, today + 60, today + 30, 21),
        *(UCP_600, ACCEPTANCE, [(100, FROM_SHIPMENT, 1)], False, False, NONE, salted("usance text")),
    )
    credit = credits.idOf(terms)
    presentation = (
        *(adviser.number, [], salted("usance documents"), MILLION, 0, salted("usance drawing")),
        *(today - 1, today - 1, today),
    )
    said = (credit, terms, presentation)
    finding = (True, (today + 7) * DAY, today + 20, salted("usance calendar"))
    examine = credits.examine.encode_input(*said, finding)
    honour = credits.honour.encode_input(*said, [today], "0x")
    bench.together(bank, credits, credits.issue.encode_input(terms))
    gas = {"confirm": _confirm(bench, adviser, credit, terms)}
    bench.act(beneficiary, credits, credits.present.encode_input(*said))
    bench.act(adviser, credits, examine)
    gas["accept"] = bench.together(adviser, credits, honour)
    gas["forward"] = bench.act(adviser, credits, credits.forward.encode_input(*said, bank.number, today))
    bench.act(bank, credits, examine)
    gas["undertake_to_reimburse"] = bench.together(bank, credits, honour)
    drawing = credits.presentationIdOf(credit, credit, presentation)
    owed, reimburses = (obligations.idOf(credits, drawing, obligor.number, 0) for obligor in (adviser, bank))
    offer = obligations.offer.encode_input(reimburses, (applicant.number, MILLION - 1))
    gas["offer_what_is_owed"] = bench.together(adviser, obligations, offer)
    bench.together(bank, token, token.mint.encode_input(applicant.number, MILLION))
    buy = obligations.buy.encode_input(reimburses, MILLION - 1, "0x")
    gas["buy_what_is_owed"] = bench.together(applicant, obligations, buy)
    gas["pay_at_maturity"] = bench.together(adviser, obligations, obligations.pay.encode_input(owed, "0x"))
    return gas


def other_steps(bench: Bench) -> dict[str, int]:
    """Steps of a credit that are neither in the sight credit nor in the usance one, without bills."""
    people = bench.admit({
        "steps bank": BANK, "steps applicant": TRADER, "steps beneficiary": TRADER, "steps adviser": BANK,
    })  # fmt: skip
    bank, applicant, beneficiary, adviser = people.values()
    credits = bench.deployed.credits
    token = deploy_token(bench.deployed, key_of("deployer"), bank.number, GBP, 2)
    bench.together(bank, token, token.mint.encode_input(adviser.number, 2 * MILLION))
    today = chain.time() // DAY

    def issued(name: str) -> tuple[Any, ...]:
        terms = (
            *(
                bank.number,
                applicant.number,
                beneficiary.number,
                adviser.number,
                adviser.number,
                adviser.number,
            ),
            *(token.address, MILLION, 5, 5, today, today + 60, today + 30, 21),
            *(UCP_600, NEGOTIATION, [], True, False, NONE, salted(name)),
        )
        bench.together(bank, credits, credits.issue.encode_input(terms))
        return credits.idOf(terms), terms

    def presented(place: Person, name: str) -> tuple[Any, ...]:
        contents = (
            place.number,
            [],
            salted(name),
            MILLION // 5,
            0,
            salted(name),
            today - 1,
            today - 1,
            today,
        )
        bench.act(beneficiary, credits, credits.present.encode_input(*credit, contents))
        return (*credit, contents)

    def examined(place: Person, name: str, complies: bool) -> tuple[Any, ...]:
        said = presented(place, name)
        finding = (complies, (today + 7) * DAY, today + 20, salted("steps calendar"))
        bench.act(place, credits, credits.examine.encode_input(*said, finding))
        return said

    credit = issued("declined and cancelled")
    answers, book = bench.deployed.confirmations, bench.deployed.ends
    gas = {"decline": bench.act(adviser, answers, answers.decline.encode_input(credits, *credit))}
    agree = book.cancel.encode_input(credits, *credit)
    gas["cancel_first"] = bench.together(bank, book, agree)
    gas["cancel_last"] = bench.act(beneficiary, book, agree)
    credit = issued("presented under")
    bought = credits.negotiate.encode_input(*examined(adviser, "bought", True), MILLION // 5, "0x")
    gas["negotiate"] = bench.together(adviser, credits, bought)
    waived = credits.waive.encode_input(*examined(bank, "waived", False))
    gas["waive"] = bench.together(bank, credits, waived)
    refused = credits.refuse.encode_input(*examined(bank, "refused", False), salted("notice"), 1, 0)
    gas["refuse"] = bench.together(bank, credits, refused)
    taken_back = credits.withdraw.encode_input(*presented(bank, "taken back"))
    gas["withdraw"] = bench.act(beneficiary, credits, taken_back)
    return gas


def amended_credit(bench: Bench) -> dict[str, int]:
    """What amendments of a confirmed credit take, more time and money: one accepted by word, one
    by presenting (without a bill), a third refused.
    """
    people = bench.admit({
        "amending bank": BANK, "amending applicant": TRADER,
        "amending beneficiary": TRADER, "amending adviser": BANK,
    })  # fmt: skip
    bank, applicant, beneficiary, adviser = people.values()
    credits, book = bench.deployed.credits, bench.deployed.amendments
    token = deploy_token(bench.deployed, key_of("deployer"), bank.number, CHF, 2)
    today = chain.time() // DAY
    terms = (
        *(bank.number, applicant.number, beneficiary.number, adviser.number, adviser.number, adviser.number),
        *(token.address, MILLION, 5, 5, today, today + 60, today + 30, 21),
        *(UCP_600, SIGHT_PAYMENT, [], True, False, NONE, salted("text to amend")),
    )
    credit = credits.idOf(terms)
    bench.together(bank, credits, credits.issue.encode_input(terms))
    _confirm(bench, adviser, credit, terms)

    def change(name: str, increase: int, expiry: int) -> tuple[Any, ...]:
        return (2, increase, 0, 0, 0, expiry, 0, 0, False, salted(name))

    def over(terms: tuple[Any, ...], change: tuple[Any, ...]) -> tuple[Any, ...]:
        texts = encode(
            ["bytes32", "bytes32"], [bytes.fromhex(str(text)[2:]) for text in (terms[-1], change[-1])]
        )
        document = "0x" + keccak(texts).hex()
        return (*terms[:7], terms[7] + change[1], *terms[8:11], change[5], *terms[12:-1], document)

    first, second, third = (change(f"amendment {n}", n * 1000, today + 60 + 10 * n) for n in (1, 2, 3))
    said = (credits.address, credit, terms)
    gas = {
        "propose": bench.together(bank, book, book.propose.encode_input(*said, first)),
        "extend": bench.together(adviser, book, book.extend.encode_input(*said, first)),
        "accept": bench.act(beneficiary, book, book.accept.encode_input(*said, first)),
    }
    terms = over(terms, first)
    said = (credits.address, credit, terms)
    for one in (second, third):
        bench.together(bank, book, book.propose.encode_input(*said, one))
    gas["not_extend"] = bench.act(adviser, book, book.withhold.encode_input(*said, second))
    gas["refuse"] = bench.act(beneficiary, book, book.refuse.encode_input(*said, third))
    contents = (
        *(bank.number, [], salted("amended documents"), MILLION // 5, 0, salted("amended drawing")),
        *(today - 1, today - 1, today),
    )
    presenting = credits.present.encode_input(credit, over(terms, second), contents)
    gas["accept_by_presenting"] = bench.act(beneficiary, credits, presenting)
    return gas


def transferred_credit(bench: Bench) -> dict[str, int]:
    """What a transfer takes: asked for, made, presented under, the invoice demanded and substituted, the rest
    given back.
    """
    people = bench.admit({
        "transferable bank": BANK, "transferable applicant": TRADER, "first beneficiary": TRADER,
        "transferring bank": BANK, "second beneficiary": TRADER,
    })  # fmt: skip
    bank, applicant, first, transferring, second = people.values()
    credits, book, clauses = (getattr(bench.deployed, name) for name in ("credits", "transfers", "clauses"))
    token = deploy_token(bench.deployed, key_of("deployer"), bank.number, USD, 2)
    today, clause = chain.time() // DAY, ([], ([], 0, False), transferring.number, (0, 0))
    bench.act(bank, clauses, clauses.state.encode_input(clause))
    terms = (
        *(bank.number, applicant.number, first.number, transferring.number, transferring.number, 0),
        *(token.address, MILLION, 5, 5, today, today + 60, today + 30, 21),
        *(UCP_600, SIGHT_PAYMENT, [], True, False, clauses.idOf(clause), salted("transferable text")),
    )
    other = (*terms[:2], second.number, *terms[3:7], MILLION // 4, *terms[8:-1], salted("transferred text"))
    credit, id = credits.idOf(terms), credits.idOf(other)
    gas = {"issue": bench.together(bank, credits, credits.issue.encode_input(terms))}
    said = (credits.address, credit, terms)
    wish = (id, MILLION // 3, True)
    gas["request"] = bench.together(first, book, book.request.encode_input(*said, wish))
    gas["transfer"] = bench.together(transferring, book, book.transfer.encode_input(*said, other))
    contents = (
        *(transferring.number, [], salted("their documents"), MILLION // 5, 0, salted("their drawing")),
        *(today - 1, today - 1, today),
    )
    gas["present"] = bench.act(second, credits, credits.present.encode_input(id, other, contents))
    given = (credits.address, id, id, contents)
    gas["demand"] = bench.act(transferring, book, book.demand.encode_input(*given, today))
    gas["substitute"] = bench.act(first, book, book.substitute.encode_input(*given, salted("our invoice")))
    returned = book.giveBack.encode_input(credits.address, id, other)
    gas["give_back"] = bench.together(second, book, returned)
    return gas


def assigned_proceeds(bench: Bench) -> dict[str, int]:
    """What an assignment of a part of a sight credit adds, and a drawing that is divided in two."""
    people = bench.admit({
        "assigning bank": BANK, "assigning applicant": TRADER,
        "assigning beneficiary": TRADER, "assignee of proceeds": TRADER,
    })  # fmt: skip
    bank, applicant, beneficiary, assignee = people.values()
    credits, book = bench.deployed.credits, bench.deployed.assignments
    token = deploy_token(bench.deployed, key_of("deployer"), bank.number, CHF, 2)
    bench.together(bank, token, token.mint.encode_input(bank.number, MILLION))
    today = chain.time() // DAY
    terms = (
        *(bank.number, applicant.number, beneficiary.number, bank.number, bank.number, 0),
        *(token.address, MILLION, 5, 5, today, today + 60, today + 30, 21),
        *(UCP_600, SIGHT_PAYMENT, [], True, False, NONE, salted("text of what is assigned")),
    )
    credit = credits.idOf(terms)
    bench.together(bank, credits, credits.issue.encode_input(terms))
    named = (credits.address, credit, terms)
    deeds = [(assignee.number, MILLION // 10, salted(f"deed {place}")) for place in (1, 2)]
    ids = [book.idOf(credits, credit, *deed) for deed in deeds]
    gas = {"assign": bench.together(beneficiary, book, book.assign.encode_input(*named, *deeds[0]))}
    bench.together(beneficiary, book, book.assign.encode_input(*named, *deeds[1]))
    gas["acknowledge"] = bench.together(bank, book, book.acknowledge.encode_input(*named, ids[0], 0))
    contents = (
        *(bank.number, [], salted("divided documents"), MILLION // 5, 0, salted("divided drawing")),
        *(today - 1, today - 1, today),
    )
    said = (credit, terms, contents)
    bench.act(beneficiary, credits, credits.present.encode_input(*said))
    finding = (True, (today + 7) * DAY, today + 20, salted("calendar of what is divided"))
    bench.act(bank, credits, credits.examine.encode_input(*said, finding))
    gas["honour_divided"] = bench.together(bank, credits, credits.honour.encode_input(*said, [], "0x"))
    gas["release"] = bench.together(assignee, book, book.release.encode_input(ids[1]))
    return gas


def cash_by_reference(bench: Bench) -> dict[str, int]:
    """Payments under a reference and their ways back, each between parties that hold cash already."""
    bank, payer, payee = bench.admit({"payments' bank": BANK, "payer": TRADER, "payee": TRADER}).values()
    token = deploy_token(bench.deployed, key_of("deployer"), bank.number, USD, 2)

    def by(person: Person, function: Callable[..., Any], *args: Any) -> int:
        return bench.together(person, token, function.encode_input(*args))  # type: ignore[attr-defined]

    for holder in (payer, payee):
        by(bank, token.mint, holder.number, MILLION)
    first, second, none = named(payer, "payment"), named(bank, "another payment"), "0x" + "00" * 32
    return {
        "pay_in": by(bank, token.payIn, named(bank, "paid in"), payer.number, 100),
        "pay": by(payer, token.pay, first, payee.number, 100),
        "pay_out": by(payer, token.payOut, named(payer, "paid out"), 100),
        "reverse": by(payee, token.reverse, first, salted("reason")),
        "force": by(bank, token.force, second, none, payee.number, payer.number, 100, salted("order")),
    }


def payment_across_banks(bench: Bench) -> dict[str, int]:
    """Lines, a payment by them and its way back; every account holds cash already."""
    names = {
        "payer's bank": BANK,
        "payee's bank": BANK,
        "central bank": BANK,
        "bank's customer": TRADER,
        "other customer": TRADER,
    }
    debtor, creditor, central, payer, payee = bench.admit(names).values()
    deployed, deployer = bench.deployed, key_of("deployer")
    clearing = deployed.clearing
    source, to, reserves = (
        deploy_token(deployed, deployer, bank.number, USD, 2) for bank in (debtor, creditor, central)
    )
    for bank, token, holder in (
        (debtor, source, payer),
        (creditor, to, payee),
        (central, reserves, debtor),
        (central, reserves, creditor),
    ):
        bench.together(bank, token, token.mint.encode_input(holder.number, MILLION))
    for bank, token in ((debtor, source), (creditor, to)):
        bench.together(bank, token, token.appoint.encode_input(clearing.address, True))
    corridor = (source.address, to.address, reserves.address)
    instruction = (named(payer, "payment across banks"), corridor, payee.number, 100)
    given_back = clearing.giveBack.encode_input(payer.number, instruction, salted("reason"))
    return {
        "mandate": bench.together(debtor, clearing, clearing.mandate.encode_input(corridor, MILLION)),
        "accept": bench.together(creditor, clearing, clearing.accept.encode_input(corridor, MILLION)),
        "pay": bench.together(payer, clearing, clearing.pay.encode_input(instruction)),
        "give_back": bench.together(payee, clearing, given_back),
    }


def exchange_of_deposits(bench: Bench) -> dict[str, int]:
    """Offered, withdrawn, accepted; each account holds cash of both kinds already."""
    names = {"dollars' bank": BANK, "euros' bank": BANK, "who offers": TRADER, "who is asked": TRADER}
    first, second, offering, asked = bench.admit(names).values()
    exchange, deployer = bench.deployed.exchange, key_of("deployer")
    dollars = deploy_token(bench.deployed, deployer, first.number, USD, 2)
    euros = deploy_token(bench.deployed, deployer, second.number, EUR, 2)
    for bank, token in ((first, dollars), (second, euros)):
        for holder in (offering, asked):
            bench.together(bank, token, token.mint.encode_input(holder.number, MILLION))
    until = midnight() + DAY
    terms = (
        (offering.number, dollars.address, 100, named(offering, "reference of the dollars")),
        (asked.number, euros.address, 90, named(asked, "reference of the euros")),
        salted("an exchange"),
    )
    dropped = salted("an offer that is withdrawn")
    bench.together(offering, exchange, exchange.offer.encode_input(dropped, until))
    withdrawn = exchange.withdraw.encode_input(dropped)
    offered = exchange.offer.encode_input(exchange.idOf(terms), until)
    return {
        "offer": bench.together(offering, exchange, offered),
        "withdraw": bench.act(offering, exchange, withdrawn),
        "accept": bench.together(asked, exchange, exchange.accept.encode_input(terms)),
    }


def milestones(bench: Bench) -> dict[str, int]:
    """One escrow that is divided and one that is given back; each account holds cash already."""
    names = {
        "milestones' bank": BANK,
        "who buys": TRADER,
        "who builds": TRADER,
        "arbiter": TRADER,
        "agent": TRADER,
        "court of milestones": REGULATOR,
    }
    bank, buyer, seller, arbiter, agent, court = bench.admit(names).values()
    escrow, stops = bench.deployed.milestones, bench.deployed.stops
    token = deploy_token(bench.deployed, key_of("deployer"), bank.number, USD, 2)
    for holder in (buyer, seller, agent):
        bench.together(bank, token, token.mint.encode_input(holder.number, MILLION))

    def agreed(name: str) -> tuple[Any, ...]:
        numbers = (seller.number, buyer.number, arbiter.number, agent.number)
        amounts = (10_000, 20_000, 30_000, 0, 0, 0, 0, 0)
        return (*numbers, 25, token.address, amounts, midnight() + 30 * DAY, 5 * DAY, salted(name))

    def by(person: Person, function: Callable[..., Any], *args: Any) -> int:
        return bench.together(person, escrow, function.encode_input(*args))  # type: ignore[attr-defined]

    places = count()

    def reference(person: Person) -> str:
        return named(person, f"reference of milestones {next(places)}")

    terms, given_up = agreed("divided"), agreed("given back")
    id = escrow.idOf(terms)
    by(buyer, escrow.fund, given_up, reference(buyer))
    return {
        "fund": by(buyer, escrow.fund, terms, reference(buyer)),
        "release_a_part": by(buyer, escrow.release, terms, 0, 5_000, reference(buyer)),
        "release_the_rest": by(buyer, escrow.release, terms, 0, 5_000, reference(buyer)),
        "collect": bench.act(agent, escrow, escrow.collect.encode_input(terms, reference(agent))),
        "stop": bench.together(court, stops, stops.stop.encode_input(escrow, id, 0, 0, salted("order"))),
        "lift": bench.together(court, stops, stops.lift.encode_input(escrow, id, 0, salted("order"))),
        "dispute": bench.act(seller, escrow, escrow.dispute.encode_input(terms, salted("grounds"))),
        "divide": by(
            arbiter, escrow.divide, terms, 9_000, reference(arbiter), reference(arbiter), salted("award")
        ),
        "refund": by(seller, escrow.refund, given_up, reference(seller)),
    }


def batch_of_transfers(bench: Bench, function: str) -> int:
    """Gas of each of 50 bills that one holder hands to one other, who holds a bill already, in one batch: the
    whole transaction, shared out and rounded up.
    """
    giver, taker, carrier = bench.admit(
        {f"{function} giver": TRADER, f"{function} taker": TRADER, f"{function} carrier": CARRIER}
    ).values()
    bills, members = bench.deployed.bills, bench.deployed.members
    owned = [salted(f"{function} bill {place}") for place in range(BATCH + 1)]
    for bill in owned:
        bench.act(carrier, bills, bills.issue.encode_input(bill, giver.number, giver.number, TO_ORDER))
    first, *others = ((bills, getattr(bills, function).encode_input(bill, taker.number)) for bill in owned)
    orders.batch(members, giver.maker, [first], GAS_OF_AN_ITEM)
    done = orders.batch(members, giver.maker, others, GAS_OF_AN_ITEM)
    if len(done.events["ItemDone"]) != BATCH:
        raise SystemExit(f"An item of the batch was refused: {done.events['ItemRefused']}")
    return -(-done.gas_used // BATCH)


def key_of(name: str) -> Any:
    return accounts.add(keccak(text=f"bench key of {name}").hex())


def salted(name: str) -> str:
    return "0x" + keccak(text=f"bench commitment of {name}").hex()


def named(person: Person, name: str) -> str:
    """A payment's reference, which ends in the number of who orders it."""
    return salted(name)[:58] + f"{person.number:08x}"


def number_of(name: str) -> int:
    return int.from_bytes(keccak(text=f"bench number of {name}")[:4], "big")


def founders() -> tuple[tuple[Seat, ...], tuple[Voter, ...]]:
    seats, voters = [], []
    for name in ("first seat", "second seat", "third seat"):
        first, second = key_of(f"{name} maker"), key_of(f"{name} checker")
        seats.append(Seat(number_of(name), salted(name), first.address, second.address))
        voters.append(Voter(number_of(name), first, second))
    return tuple(seats), tuple(voters)


def main() -> None:
    if network.show_active() != "anvil":
        raise SystemExit("Gas is taken on Anvil at paris: call this as `make bench-gas`.")
    web3.provider.make_request("evm_setNextBlockTimestamp", [NOON])
    web3.provider.make_request("evm_mine", [])
    seats, voters = founders()
    params = Parameters("bench", None, seats, 2, 0, INSTRUMENTS, None, voters)
    bench = Bench(deploy_all(key_of("deployer"), params))
    title = title_life_cycle(bench)
    credit, minted = sight_credit(bench)
    secured, changed = endorsements_and_pledge(bench), change_by_the_carrier(bench)
    usance, others, amended = usance_credit(bench), other_steps(bench), amended_credit(bench)
    by_reference, transferred = cash_by_reference(bench), transferred_credit(bench)
    across_banks = payment_across_banks(bench)
    exchanged, released = exchange_of_deposits(bench), milestones(bench)
    both, holder = (batch_of_transfers(bench, function) for function in ("transferBoth", "transferHolder"))
    finance, sold = finance_once(bench), receivable_sold(bench)
    assigned = assigned_proceeds(bench)
    written = {
        "title_life_cycle": title,
        "title_life_cycle_total": sum(title.values()),
        "sight_credit": credit,
        "sight_credit_total": sum(credit.values()),
        "usance_credit": usance,
        "other_steps_of_credits": others,
        "amendments_of_credits": amended,
        "transferred_credit": transferred,
        "assignment_of_proceeds": assigned,
        "mint": minted,
        "endorsements_and_pledge": secured,
        "change_by_the_carrier": changed,
        "finance_once": finance,
        "receivable": sold,
        "cash_by_reference": by_reference,
        "payment_across_banks": across_banks,
        "exchange_of_deposits": exchanged,
        "milestones": released,
        "batch_50_transfers_each": both,
        "batch_50_holder_transfers_each": holder,
    }
    OUT.write_text(json.dumps(written, indent=2) + "\n")
    for name, figure in written.items():
        print(f"{name}: {figure:,}" if isinstance(figure, int) else f"{name}: {figure}")
    print(f"written to {OUT.relative_to(ROOT)}")
