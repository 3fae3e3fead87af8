"""Random deals in bills, cash, escrows and credits, beside a model of them.

Each step says from the model alone whether it is allowed. What is allowed must succeed, what is not must be
refused. After each step the chain is asked whether the sentences of docs/invariants.md hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from scripts.orders import item
from tests.contracts.attempts import answer
from tests.contracts.credits.deals import (
    CALENDAR,
    COMPLYING,
    DAY,
    DISCREPANT,
    HOLD,
    HONOURED,
    LODGED,
    NINE,
    NONE,
    NOTICE,
    PERIOD,
    PRECLUDED,
    REFUSED,
    SIGHT_PAYMENT,
    UCP_600,
    WAIVED,
    WITHDRAWN,
    Finding,
    Presentation,
    Terms,
    an_amendment,
    presentation_id,
)
from tests.contracts.escrow.conftest import Terms as EscrowTerms
from tests.contracts.machines.model import (
    CLOSED_DAYS,
    UNDER_WAY,
    BillModel,
    CreditModel,
    EscrowModel,
    Model,
    PledgeModel,
    PresentationModel,
    drawable_of,
)
from tests.contracts.machines.sentences import SENTENCES, holds
from tests.contracts.machines.world import BEGIN_WITH, NAMES, World
from tests.contracts.node import send
from tests.contracts.people import salted, told

FUNDED = 1
PLEDGED = 1
BANKS = ("issuing_bank", "financier")
MOST = 4
"""So many bills, running credits and funded escrows are enough to get into each other's way."""
Any_ = TypeVar("Any_")


class Draw(NamedTuple):
    """What a step makes its choices with; each uses what it needs."""

    who: str
    other: str
    amount: int
    share: int
    days: int
    pick: int
    coin: bool
    toss: bool


DRAWS = st.builds(
    Draw,
    who=st.sampled_from(NAMES),
    other=st.sampled_from(NAMES),
    amount=st.integers(1, 60_000),
    share=st.integers(1, 110),
    days=st.integers(1, 12),
    pick=st.integers(0, 999),
    coin=st.booleans(),
    toss=st.booleans(),
)
STEPS = (
    *("mint", "redeem", "pay", "issue_bill", "hand_over", "hand_over_all"),
    *("pledge", "release_pledge", "enforce"),
    *("fund", "deliver", "reclaim", "release", "wait"),
    *("issue_credit", "present", "examine", "waive", "honour", "refuse", "withdraw", "cancel", "expire"),
    "amend",
    *("present", "examine", "honour", "refuse"),  # the long way: twice as often
)


class TradeMachine:
    """One rule for all steps: with a rule each, hypothesis leaves some of them out of most games.

    A step that finds nothing to act on takes the step before it.
    """

    step = st.sampled_from(STEPS)
    draw = DRAWS

    def __init__(cls, world: World, at: Callable[[int], int]) -> None:
        cls.world = world
        cls.at = staticmethod(at)

    def setup(self) -> None:
        """Each run begins with the world as it was made."""
        self.names = count(1)
        self.seen: dict[Any, Any] | None = None
        self.model = Model(NINE, dict(BEGIN_WITH), sum(BEGIN_WITH.values()))
        self.model.bills = {bill: BillModel("beneficiary") for bill in self.world.first_bills}

    def rule_play(self, step: str, draw: Draw) -> None:
        getattr(self, step)(draw)

    # --- cash

    def mint(self, draw: Draw) -> None:
        if self.does(True, "issuing_bank", 2, "cash", "mint", self.number(draw.who), draw.amount):
            self.model.issued += draw.amount
            self.model.balances[draw.who] += draw.amount

    def redeem(self, draw: Draw) -> None:
        allowed = draw.amount <= self.model.balances[draw.who]
        if self.does(allowed, draw.who, 2, "cash", "redeem", draw.amount):
            self.model.issued -= draw.amount
            self.model.balances[draw.who] -= draw.amount

    def pay(self, draw: Draw) -> None:
        account = self.world.people[draw.other].account
        allowed = draw.amount <= self.model.balances[draw.who]
        if self.does(allowed, draw.who, 2, "cash", "transfer", account, draw.amount):
            self.model.pay(draw.who, draw.other, draw.amount)

    # --- bills

    def issue_bill(self, draw: Draw) -> None:
        if len(self.model.bills) == MOST:
            return
        bill = salted(f"the machine's next bill {next(self.names)}")
        self.does(True, "carrier", 1, "bills", "issue", bill, self.number(draw.who), self.number(draw.who), 1)
        self.model.bills[bill] = BillModel(draw.who)

    def hand_over(self, draw: Draw) -> None:
        bill = self.choose(draw.pick, list(self.model.bills), lambda bill: not self.model.bills[bill].keeper)
        if bill is None:
            return self.issue_bill(draw)
        known = self.model.bills[bill]
        allowed = known.keeper is None and known.holder != draw.other
        if self.does(allowed, known.holder, 1, "bills", "transferBoth", bill, self.number(draw.other)):
            self.model.move(bill, draw.other)

    def hand_over_all(self, draw: Draw) -> None:
        """In one batch all bills there are, some of them in other hands: each item ends for itself."""
        member, bills = self.world.people[draw.who], list(self.model.bills)
        calls = [told(self.world.bills, "transferBoth", bill, self.number(draw.other)) for bill in bills]
        items = bytes.fromhex("".join(item(self.world.bills, call, 250_000) for call in calls))
        self.seen = None
        done = send(member.maker, member.members, told(member.members, "batch", items))
        refused = {event["item"] for event in done.events if event.name == "ItemRefused"}
        for place, bill in enumerate(bills):
            known = self.model.bills[bill]
            allowed = known.holder == draw.who != draw.other and known.keeper is None
            assert allowed == (place not in refused), f"{draw.who} was let hand over {bill}, or was not"
            if allowed:
                self.model.move(bill, draw.other)

    # --- pledges

    def pledge(self, draw: Draw) -> None:
        bill = self.choose(draw.pick, list(self.model.bills), lambda bill: not self.model.bills[bill].keeper)
        if bill is None:
            return self.issue_bill(draw)
        known, due = self.model.bills[bill], self.model.now + draw.days * DAY
        allowed = known.keeper is None and draw.other in BANKS and draw.other != known.holder
        terms = (bill, self.number(draw.other), due, salted("agreement"))
        if self.does(allowed, known.holder, 1, "pledges", "pledge", *terms):
            self.model.move(bill, known.holder, keeper="pledge")
            self.model.pledges.append(PledgeModel(bill, known.holder, draw.other, due))

    def release_pledge(self, draw: Draw) -> None:
        if not (known := self.open_pledge(draw)):
            return self.pledge(draw)
        if self.does(True, known.pledgee, 2, "pledges", "release", known.bill):
            self.model.move(known.bill, known.pledgor)
            known.ended = True

    def enforce(self, draw: Draw) -> None:
        if not (known := self.open_pledge(draw)):
            return self.pledge(draw)
        due = self.model.now >= known.due
        if self.does(due, known.pledgee, 2, "pledges", "enforce", known.bill, salted("notice")):
            self.model.move(known.bill, known.pledgee)
            known.ended = True

    def open_pledge(self, draw: Draw) -> PledgeModel | None:
        open_ = [known for known in self.model.pledges if not known.ended]
        return self.choose(draw.pick, open_)

    # --- escrow

    def fund(self, draw: Draw) -> None:
        if sum(not escrow.ended for escrow in self.model.escrows) == MOST:
            return
        bill = list(self.model.bills)[draw.pick % len(self.model.bills)]
        seller = self.model.bills[bill].holder
        terms = EscrowTerms(
            self.number(seller),
            self.number(draw.who),
            bill,
            self.world.cash.address,
            draw.amount,
            self.model.now + draw.days * DAY + DAY // 2,
            salted(f"escrow {next(self.names)}"),
        )
        if self.does(draw.amount <= self.model.balances[draw.who], draw.who, 2, "escrow", "fund", terms):
            self.model.balances[draw.who] -= draw.amount
            self.model.escrows.append(EscrowModel(terms, seller, draw.who))

    def deliver(self, draw: Draw) -> None:
        def fits(escrow: EscrowModel) -> bool:
            bill = self.model.bills[escrow.terms.bill]
            in_hand = bill.holder == escrow.seller and bill.keeper is None
            return not escrow.ended and self.model.now <= escrow.terms.deadline and in_hand

        if not (escrow := self.choose(draw.pick, self.model.escrows, fits)):
            return self.fund(draw)
        if self.does(fits(escrow), escrow.seller, 1, "escrow", "deliver", escrow.terms):
            self.model.move(escrow.terms.bill, escrow.buyer)
            self.ends(escrow, escrow.seller)

    def reclaim(self, draw: Draw) -> None:
        def fits(escrow: EscrowModel) -> bool:
            return not escrow.ended and self.model.now > escrow.terms.deadline

        if not (escrow := self.choose(draw.pick, self.model.escrows, fits)):
            return self.wait(draw) if self.model.kept else self.fund(draw)
        if self.does(fits(escrow), escrow.buyer, 2, "escrow", "reclaim", escrow.terms):
            self.ends(escrow, escrow.buyer)

    def release(self, draw: Draw) -> None:
        if not (escrow := self.choose(draw.pick, self.model.escrows, lambda escrow: not escrow.ended)):
            return self.fund(draw)
        if self.does(not escrow.ended, escrow.seller, 1, "escrow", "release", escrow.terms):
            self.ends(escrow, escrow.buyer)

    def ends(self, escrow: EscrowModel, payee: str) -> None:
        escrow.ended = True
        self.model.balances[payee] += escrow.terms.amount

    # --- credits

    def issue_credit(self, draw: Draw) -> None:
        if sum(credit.running for credit in self.model.credits) == MOST:
            return
        parties = ("issuing_bank", "applicant", "beneficiary", "financier")
        today = self.model.today
        terms = Terms(
            *(self.number(name) for name in parties),
            nominated_bank=self.number("issuing_bank"),
            confirming_bank=0,
            cash=self.world.cash.address,
            amount=draw.amount,
            tolerance_plus=10,
            tolerance_minus=10,
            issued=today,
            expiry=today + 20,
            latest_shipment=0,
            presentation_days=PERIOD,
            rules=UCP_600,
            availability=SIGHT_PAYMENT,
            tenors=(),
            partial_drawings=draw.coin,
            title_to_applicant=False,
            clauses=NONE,
            document=salted(f"credit {next(self.names)}"),
        )
        self.does(True, "issuing_bank", 2, "credits", "issue", terms)
        self.model.credits.append(CreditModel(terms.hash, terms, "beneficiary"))

    def present(self, draw: Draw) -> None:
        credit = self.choose(draw.pick, self.model.credits, lambda credit: credit.takes(1, self.model.today))
        if credit is None:
            return self.issue_credit(draw)

        def fits(bill: str) -> bool:
            return self.model.bills[bill] == BillModel(credit.beneficiary)

        bill = self.choose(draw.pick, list(self.model.bills), fits)
        bills = (bill,) if bill and draw.toss else ()
        amount = max(1, (credit.drawable - credit.used) * draw.share // 100)
        today = self.model.today
        documents = salted(f"documents {next(self.names)}")
        contents = Presentation(
            bank=self.number("issuing_bank"),
            bills=bills,
            documents=documents,
            amount=amount,
            scheme=0,
            drawing=documents,
            shipped=today - 1,
            invoiced=0,
            presented=today,
        )
        allowed = credit.takes(amount, today) and all(map(fits, bills))
        if self.does(allowed, credit.beneficiary, 1, "credits", "present", *credit.said, contents):
            for bill in bills:
                self.model.move(bill, credit.beneficiary, keeper="credit")
            deadline = (today + 7) * DAY + DAY // 2
            credit.presentations.append(PresentationModel(credit, credit.terms, contents, deadline))

    def examine(self, draw: Draw) -> None:
        if not (known := self.choose(draw.pick, self.model.presentations, lambda p: p.status == LODGED)):
            return self.present(draw)
        terms, contents = known.terms, known.contents
        last_day = min(terms.expiry, contents.shipped + PERIOD)
        finding = Finding(draw.coin, known.deadline, last_day, CALENDAR)
        allowed = known.status == LODGED and (not draw.coin or contents.presented <= last_day)
        if self.does(allowed, "issuing_bank", 1, "credits", "examine", *known.said, contents, finding):
            known.status = COMPLYING if draw.coin else DISCREPANT

    def waive(self, draw: Draw) -> None:
        if not (known := self.choose(draw.pick, self.model.presentations, lambda p: p.status == DISCREPANT)):
            return self.examine(draw._replace(coin=False))
        if self.on(known, known.status == DISCREPANT, "issuing_bank", 2, "waive"):
            known.status = WAIVED

    def honour(self, draw: Draw) -> None:
        def fits(known: PresentationModel) -> bool:
            affordable = known.contents.amount <= self.model.balances["issuing_bank"]
            return known.status in (COMPLYING, WAIVED, PRECLUDED) and affordable

        if not (known := self.choose(draw.pick, self.model.presentations, fits)):
            return self.examine(draw._replace(coin=True))
        if self.on(known, fits(known), "issuing_bank", 2, "honour", (), b""):
            self.model.end(known, HONOURED)

    def refuse(self, draw: Draw) -> None:
        """Late and second notices are taken too; of them the model remembers only that the first was late."""
        if not (known := self.choose(draw.pick, self.model.presentations, lambda p: p.status == DISCREPANT)):
            return self.examine(draw._replace(coin=False))
        allowed = known.status in (DISCREPANT, REFUSED, PRECLUDED)
        taken = self.on(known, allowed, "issuing_bank", 2, "refuse", NOTICE, 1, HOLD)
        if taken and known.status == DISCREPANT:
            if self.model.now <= known.deadline:
                self.model.end(known, REFUSED)
            else:
                known.status = PRECLUDED

    def withdraw(self, draw: Draw) -> None:
        if not (known := self.choose(draw.pick, self.model.presentations, lambda p: p.status in UNDER_WAY)):
            return self.present(draw)
        if self.on(known, known.status in UNDER_WAY, known.credit.beneficiary, 1, "withdraw"):
            self.model.end(known, WITHDRAWN)

    def cancel(self, draw: Draw) -> None:
        def fits(credit: CreditModel) -> bool:
            return credit.running and credit.open == 0

        if not (credit := self.choose(draw.pick, self.model.credits, fits)):
            return self.issue_credit(draw)
        said = self.world.credits.address, *credit.said
        if self.does(fits(credit), "issuing_bank", 2, "ends", "cancel", *said):
            self.does(True, credit.beneficiary, 1, "ends", "cancel", *said)
            credit.running = False

    def expire(self, draw: Draw) -> None:
        def fits(credit: CreditModel) -> bool:
            over = self.model.today > credit.terms.expiry + CLOSED_DAYS + 1
            return credit.running and over and credit.open == 0

        if not (credit := self.choose(draw.pick, self.model.credits, fits)):
            return self.wait(draw)
        if self.does(
            fits(credit), "issuing_bank", 1, "ends", "expire", self.world.credits.address, *credit.said
        ):
            credit.running = False

    def amend(self, draw: Draw) -> None:
        """Proposed, and accepted if that takes away nothing that was drawn; else it stays pending."""
        if not (credit := self.choose(draw.pick, self.model.credits, lambda credit: credit.running)):
            return self.issue_credit(draw)
        now = credit.terms
        more = {"increase": draw.amount, "expiry": now.expiry + draw.days, "partial_drawings": draw.toss}
        given = more if draw.coin else {"decrease": draw.amount, "partial_drawings": draw.toss}
        change = an_amendment(**given, text=salted(f"amendment {next(self.names)}"))
        after = change.over(now)
        said = (self.world.credits.address, *credit.said, change)
        allowed = credit.running and after.amount > 0
        if not self.does(allowed, "issuing_bank", 2, "amendments", "propose", *said):
            return None
        fits = drawable_of(after) >= credit.used
        if self.does(fits, credit.beneficiary, 1, "amendments", "accept", *said):
            credit.terms = after

    # --- time

    def wait(self, draw: Draw) -> None:
        self.model.now += draw.days * DAY
        self.at(self.model.now)

    # --- what must hold

    def invariant_1(self) -> None:
        for bill, known in self.model.bills.items():
            found = self.look("bills", "billOf", bill)
            holder = self.number(known.holder)
            hands = (found["holder"], found["owner"])
            holds("INV-1", hands == (holder, holder), f"{bill} with {hands}, not {holder}")
            kept = not known.keeper or (
                found["locks"] and found["locker"] == self.world.numbers[known.keeper]
            )
            holds("INV-1", bool(kept), f"{bill} under locks {found['locks']} of {found['locker']}")
        for name in NAMES:
            owned = self.look("bills", "balanceOf", self.world.people[name].account)
            own = sum(known.holder == name for known in self.model.bills.values())
            holds("INV-1", owned == own, f"{name} owns {owned} bills, not {own}")

    def invariant_2(self) -> None:
        held = self.look("cash", "balanceOf", self.world.escrow.address)
        terms = [escrow.terms for escrow in self.model.escrows]
        funded = [one for one in terms if self.look("escrow", "statusOf", self.escrow_id(one)) == FUNDED]
        owed = sum(one.amount for one in funded)
        holds("INV-2", held == owed == self.model.kept, f"{held} held, {owed} owed, {self.model.kept} funded")

    def invariant_3(self) -> None:
        for credit in self.model.credits:
            drawn = {HONOURED: 0, LODGED: 0}
            for known in credit.presentations:
                status = self.look("credits", "statusOf", *self.standing(known))
                if status in (HONOURED, *UNDER_WAY):
                    drawn[HONOURED if status == HONOURED else LODGED] += known.contents.amount
            total = sum(drawn.values())
            holds("INV-3", total <= credit.drawable, f"{total} of {credit.drawable} drawn under {credit.id}")
            counted = self.look("credits", "creditOf", credit.id)["honoured"]
            holds("INV-3", counted == drawn[HONOURED], f"{drawn[HONOURED]} paid, {counted} counted")

    def invariant_4(self) -> None:
        supply = self.look("cash", "totalSupply")
        holds("INV-4", supply == self.model.issued, f"{supply} in supply, {self.model.issued} issued")
        kept = self.look("cash", "balanceOf", self.world.escrow.address)
        held = {name: self.look("cash", "balanceOf", self.world.people[name].account) for name in NAMES}
        holds("INV-4", held == self.model.balances, f"{held}, not {self.model.balances}")
        holds("INV-4", sum(held.values()) + kept == supply, f"{held} and {kept} in escrow of {supply}")

    def invariant_5(self) -> None:
        for known in self.model.presentations:
            if known.status != REFUSED:
                continue
            status = self.look("credits", "statusOf", *self.standing(known))
            holds("INV-5", status == REFUSED, f"a refused presentation in status {status}")
            for bill, before in known.returned.items():
                found = self.look("bills", "billOf", bill)
                hands = (found["holder"], found["owner"], found["locks"])
                number = self.number(before)
                holds("INV-5", hands == (number, number, 0), f"{bill} with {hands}, not free with {number}")

    def invariant_7(self) -> None:
        last = {known.bill: known for known in self.model.pledges}
        for bill, known in last.items():
            found = self.look("pledges", "pledgeOf", bill)
            between = (found["pledgor"], found["pledgee"], found["status"] == PLEDGED)
            expected = (self.number(known.pledgor), self.number(known.pledgee), not known.ended)
            holds("INV-7", between == expected, f"{bill} in {tuple(found)}, not {expected}")
            keeper = self.look("bills", "billOf", bill)["locker"]
            kept = keeper == self.world.numbers["pledge"]
            holds("INV-7", kept != known.ended, f"{bill} kept by {keeper}, its pledge ended: {known.ended}")

    # --- how it plays

    def does(self, allowed: bool, who: str, persons: int, contract: str, function: str, *args: Any) -> bool:
        """True where the step was allowed and done. Fails where chain and model are of two minds."""
        member, instrument = self.world.people[who], getattr(self.world, contract)
        if not allowed and answer(member, persons, instrument, function, *args):
            return False
        self.seen = None
        (member.act if persons == 1 else member.together)(instrument, function, *args)
        if not allowed:
            self.check_everything()
            raise AssertionError(f"{who} was let {function} in {contract}, which is not allowed: {args}")
        return True

    def on(
        self, known: PresentationModel, allowed: bool, who: str, persons: int, function: str, *args: Any
    ) -> bool:
        return self.does(allowed, who, persons, "credits", function, *known.said, known.contents, *args)

    def check_everything(self) -> None:
        for sentence in SENTENCES:
            getattr(self, f"invariant_{sentence.removeprefix('INV-')}")()

    def choose(
        self, pick: int, among: Sequence[Any_], fits: Callable[[Any_], bool] = lambda _: True
    ) -> Any_ | None:
        """Mostly one that fits; each fourth time any, to try what is forbidden. None where there is none."""
        choice = [one for one in among if fits(one)] if pick % 4 else among
        return choice[pick // 4 % len(choice)] if choice else None

    def number(self, name: str) -> int:
        return self.world.people[name].number

    def escrow_id(self, terms: EscrowTerms) -> str:
        return self.remembered("escrow", "idOf", terms)

    def presentation_id(self, known: PresentationModel) -> str:
        return presentation_id(*known.said, known.contents)

    def standing(self, known: PresentationModel) -> tuple[str, int]:
        """What the issuing bank's standing is asked by."""
        return self.presentation_id(known), self.number("issuing_bank")

    def remembered(self, contract: str, function: str, *args: Any) -> str:
        """Ids are hashes of what they name: asked once."""
        key = (contract, function, args)
        if key not in self.ids:
            self.ids[key] = str(getattr(getattr(self.world, contract), function)(*args))
        return self.ids[key]

    ids: dict[Any, str] = {}  # noqa: RUF012 - of all runs of all machines: the same hashes

    def look(self, contract: str, function: str, *args: Any) -> Any:
        """What the chain says after the last step: all that the sentences ask, read at once."""
        if self.seen is None:
            wanted = list(self.everything())
            told = self.world.read(
                [(getattr(self.world, where), what, with_) for where, what, with_ in wanted]
            )
            self.seen = dict(zip(wanted, told, strict=True))
        return self.seen[(contract, function, args)]

    def everything(self) -> Any:
        yield "cash", "totalSupply", ()
        yield "cash", "balanceOf", (self.world.escrow.address,)
        for name in NAMES:
            yield "cash", "balanceOf", (self.world.people[name].account,)
            yield "bills", "balanceOf", (self.world.people[name].account,)
        for bill in self.model.bills:
            yield "bills", "billOf", (bill,)
        for bill in {known.bill for known in self.model.pledges}:
            yield "pledges", "pledgeOf", (bill,)
        for escrow in self.model.escrows:
            yield "escrow", "statusOf", (self.escrow_id(escrow.terms),)
        for credit in self.model.credits:
            yield "credits", "creditOf", (credit.id,)
            for known in credit.presentations:
                yield "credits", "statusOf", self.standing(known)


def only(*steps: str) -> type:
    """The same machine, taking these steps alone: what they break is found sooner."""
    return type("TradeMachine", (TradeMachine,), {"step": st.sampled_from(steps)})
