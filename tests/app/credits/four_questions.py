"""Records of credits for the four questions: one credit of five members, in which `north` has no part."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.app.chain.world import World
from tests.app.credits import transfers
from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    CARRIER,
    CONFIRMED,
    DEFERRED,
    LEI,
    NEGOTIABLE,
    WRONG,
    Desk,
    a_message,
)
from tests.app.credits.workers import a_worker_looks, in_days
from tests.app.operations.builders import Interface
from tests.app.routes import Asked, Question

AMOUNTS = count(1)
ORDER = {"reason": "Order of the court."}
MADE: dict[tuple[str, str], str] = {}


def at_desk(world: World) -> Desk:
    return Desk(world, Interface(world))


def open_credit(world: World) -> str:
    """The same for all questions of a world: advised, with partial drawings."""
    desk = at_desk(world)
    return once(world, "credit", lambda: desk.advise(a_message(desk.today, f43P="ALLOWED")))


def once(world: World, what: str, make: Callable[[], str]) -> str:
    """For questions that leave their record as it was."""
    name = (str(world.folder), what)
    if name not in MADE:
        MADE[name] = make()
    return MADE[name]


def shown(world: World) -> str:
    return once(world, "shown", lambda: lodged(world))


def discrepant(world: World) -> str:
    """What takes two persons changes nothing while it waits for the second."""
    return once(world, "discrepant", lambda: examined(world, complies=False))


def lodged(world: World) -> str:
    return at_desk(world).present(open_credit(world), amount=f"{next(AMOUNTS)}.00")


def examined(world: World, *, complies: bool) -> str:
    place = lodged(world)
    at_desk(world).examine(place, complies=complies)
    return place


def of_bank(path: str, body: Any = None) -> Asked:
    return Asked(path, body, member=BANK)


def calendar(version: str) -> dict[str, Any]:
    return {
        "version": version,
        "weekend": [6, 7],
        "holidays": [],
        "closes": "17:00",
        "time_zone": "Europe/Tallinn",
        "escalate_on_day_3": "K. Tamm",
        "escalate_on_day_4": "M. Saar",
    }


def a_calendar(world: World) -> str:
    version = f"version {next(AMOUNTS)}"
    assert at_desk(world).ask(BUYER, "/credits/calendars", calendar(version)).status_code == 201
    return version


def asked_for_waiver(world: World) -> str:
    path = f"{discrepant(world)}/waiver-requests"
    return f"{path}/{at_desk(world).ask(BANK, path, {'question': 'Do you accept?'}).json()['id']}/answer"


def id_of(place: str) -> str:
    return place.rpartition("/")[2]


def escalated(world: World) -> str:
    """By a worker that looks three weeks from now."""

    def make() -> str:
        place = lodged(world)
        with in_days(at_desk(world), 21):
            a_worker_looks(at_desk(world))
        return id_of(place)

    return once(world, "escalated", make)


def short(world: World) -> str:
    """What is owed without cover is so at once."""
    obligation = owed(world)
    a_worker_looks(at_desk(world))
    return obligation


def apply(world: World) -> Asked:
    body = at_desk(world).application()
    return Asked(
        "/credits/applications", body, member=BUYER, own_only="north applies for a credit of its own"
    )


def set_calendar(world: World) -> Asked:
    body = calendar(f"version {next(AMOUNTS)}")
    return Asked("/credits/calendars", body, own_only="north sets a calendar of its own")


def issue(world: World) -> Asked:
    return of_bank("/credits", {"application": at_desk(world).apply()["id"]})


def state_clauses(world: World) -> Asked:
    desk = at_desk(world)
    path = f"/credits/applications/{desk.apply(a_message(desk.today, f43P='ALLOWED'))['id']}/clauses"
    return of_bank(path, {"instalments": [desk.instalment(AMOUNT, 0, next(AMOUNTS))]})


def applications(world: World) -> Asked:
    return Asked("/credits/applications", member=BANK, marker=at_desk(world).apply()["id"])


def application(world: World) -> Asked:
    return of_bank(f"/credits/applications/{at_desk(world).apply()['id']}")


def history(world: World) -> Asked:
    return Asked(f"/credits/{open_credit(world)}/history", member=ADVISER)


def advise(world: World) -> Asked:
    return Asked(f"/credits/{at_desk(world).issue()}/advise", member=ADVISER)


def present(world: World) -> Asked:
    body = at_desk(world).presentation(amount=f"{next(AMOUNTS)}.00")
    return Asked(f"/credits/{open_credit(world)}/presentations", body)


def honour(world: World) -> Asked:
    return of_bank(f"{examined(world, complies=True)}/honour")


def release(world: World) -> Asked:
    desk, place = at_desk(world), examined(world, complies=True)
    desk.mint(open_credit(world), desk.see(BANK, place)["amount"])
    desk.done(BANK, f"{place}/honour")
    return of_bank(f"{place}/release")


def waive(world: World) -> Asked:
    return of_bank(f"{discrepant(world)}/waiver")


def refuse(world: World) -> Asked:
    """On one of its own: what waits for its second person is the only notice."""
    body = {"discrepancies": WRONG, "disposal": "HOLD"}
    return of_bank(f"{examined(world, complies=False)}/refusal", body)


def ask_waiver(world: World) -> Asked:
    path = f"{discrepant(world)}/waiver-requests"
    return of_bank(path, {"question": "Do you accept?"})


def answer_waiver(world: World) -> Asked:
    return Asked(asked_for_waiver(world), {"accepts": True, "answer": "We accept."}, member=BUYER)


def confirm(world: World) -> Asked:
    desk = at_desk(world)
    credit = desk.issue(a_message(desk.today, **CONFIRMED))
    return Asked(f"/credits/{credit}/confirmation", {"confirms": True}, member=ADVISER)


def forward(world: World) -> Asked:
    bank = LEI[ADVISER]
    place = at_desk(world).present(open_credit(world), amount=f"{next(AMOUNTS)}.00", bank=bank)
    return Asked(f"{place}/forwarding", {}, member=ADVISER)


def negotiate(world: World) -> Asked:
    desk = at_desk(world)
    place = desk.present(desk.advise(a_message(desk.today, **NEGOTIABLE)), bank=LEI[ADVISER])
    desk.examine(place, complies=True, by=ADVISER)
    return Asked(f"{place}/negotiation", {"price": "180000.00"}, member=ADVISER)


def owed(world: World) -> str:
    """An obligation of the bank; what takes two persons leaves it owed."""

    def make() -> str:
        desk = at_desk(world)
        place = desk.present(desk.advise(a_message(desk.today, **DEFERRED)))
        desk.examine(place, complies=True)
        desk.done(BANK, f"{place}/honour")
        (obligation,) = desk.see(BANK, place)["obligations"]
        return str(obligation)

    return once(world, "owed", make)


def offered(world: World, buyer: str) -> str:
    path = f"/credits/obligations/{owed(world)}"
    at_desk(world).done(BENEFICIARY, f"{path}/offer", {"buyer": LEI[buyer], "price": "100.00"})
    return path


def take_back(world: World) -> Asked:
    return Asked(f"{offered(world, ADVISER)}/withdraw-offer")


def buy(world: World) -> Asked:
    return of_bank(f"{offered(world, BANK)}/purchase")


def proposed(world: World, credit: str | None = None) -> str:
    """The path of a pending amendment."""
    return at_desk(world).propose(credit or open_credit(world), increase=f"{next(AMOUNTS)}.00")


def amendment(world: World) -> str:
    return once(world, "amendment", lambda: proposed(world))


def extend(world: World) -> Asked:
    desk = at_desk(world)
    credit = desk.issue(a_message(desk.today, **CONFIRMED))
    desk.done(ADVISER, f"/credits/{credit}/confirmation", {"confirms": True})
    return Asked(f"{proposed(world, credit)}/confirmation", {"confirms": False}, member=ADVISER)


def lift(world: World) -> Asked:
    """`south` is an authority too."""
    desk = at_desk(world)
    path = f"/credits/{desk.issue()}"
    desk.done(BENEFICIARY, f"{path}/stop", ORDER)
    return Asked(f"{path}/lift", ORDER)


def cancel(world: World) -> Asked:
    return of_bank(f"/credits/{at_desk(world).issue()}/cancel")


def reinstate(world: World) -> Asked:
    desk = at_desk(world)
    application = desk.apply(a_message(desk.today, f43P="ALLOWED"))["id"]
    stated = desk.done(BANK, f"/credits/applications/{application}/clauses", {"revolving": {"on_notice": 1}})
    credit = desk.done(
        BANK, "/credits", {"application": application, "clauses": stated["describes"]["clauses"]}
    )
    return of_bank(f"/credits/{credit['describes']['credit']}/reinstatement")


def asked_for(world: World) -> str:
    """The path of a transfer that nobody has followed yet; what takes two persons leaves it so."""
    return once(
        world, "transfer", lambda: transfers.ask(at_desk(world), transfers.transferable(at_desk(world)))
    )


def made(world: World) -> str:
    return once(
        world, "made", lambda: transfers.transfer(at_desk(world), transfers.transferable(at_desk(world)))
    )


def of_second(world: World) -> str:
    """The path of a presentation under a transfer, below it."""
    return transfers.present(at_desk(world), made(world), f"{next(AMOUNTS)}.00")


def request_transfer(world: World) -> Asked:
    credit = made(world).split("/")[2]
    return Asked(f"/credits/{credit}/transfers", transfers.a_request(amount="10.00", carved="20.00"))


def revoke_transfer(world: World) -> Asked:
    desk = at_desk(world)
    return Asked(f"{transfers.ask(desk, transfers.transferable(desk))}/revocation")


def give_back_transfer(world: World) -> Asked:
    desk = at_desk(world)
    path = transfers.transfer(desk, transfers.transferable(desk))
    return Asked(f"/credits/{path.rpartition('/')[2]}/giving-back", member=CARRIER)


def take_back_transfer(world: World) -> Asked:
    desk = at_desk(world)
    path = transfers.transfer(desk, transfers.transferable(desk))
    for member in (BANK, CARRIER):
        desk.done(member, f"/credits/{path.rpartition('/')[2]}/cancel")
    return Asked(f"{path}/taking-back")


def demand_invoice(world: World) -> Asked:
    until = {"until": at_desk(world).today.isoformat()}
    return Asked(f"{of_second(world)}/demand", until, member=ADVISER)


def let_lapse(world: World) -> Asked:
    """That the day is past the chain says."""
    asked = demand_invoice(world)
    at_desk(world).done(ADVISER, asked.path, asked.body)
    return Asked(asked.path.replace("/demand", "/lapse"), member=ADVISER)


def get_invoice(world: World) -> Asked:
    place = of_second(world)
    at_desk(world).done(BENEFICIARY, f"{place}/invoice", transfers.INVOICE)
    return Asked(f"{place}/invoice", member=ADVISER)


def a_red_credit(world: World) -> str:
    desk = at_desk(world)
    application = desk.apply(a_message(desk.today, f43P="ALLOWED"))["id"]
    path = f"/credits/applications/{application}/clauses"
    stated = desk.done(BANK, path, {"advance": {"kind": "red", "percent": 50}})["describes"]["clauses"]
    issued = desk.done(BANK, "/credits", {"application": application, "clauses": stated})
    credit = str(issued["describes"]["credit"])
    desk.done(ADVISER, f"/credits/{credit}/advise")
    return credit


def with_clause(world: World) -> str:
    """The same for all questions of a world."""
    return once(world, "with a clause", lambda: a_red_credit(world))


def advance(world: World) -> dict[str, Any]:
    return {"amount": f"{next(AMOUNTS)}.00", "receipt": "Received; we undertake to present."}


def advance_asked(world: World) -> str:
    """The path of an advance that the issuing bank was asked for; what takes two persons leaves it so."""
    done = at_desk(world).done(BENEFICIARY, f"/credits/{with_clause(world)}/advances", advance(world))
    return f"/credits/advances/{done['describes']['advance']}"


def repay(world: World) -> Asked:
    """By the adviser, who is nominated: advanced, and the credit cancelled."""
    desk, credit = at_desk(world), a_red_credit(world)
    body = advance(world) | {"bank": LEI[ADVISER]}
    asked = desk.done(BENEFICIARY, f"/credits/{credit}/advances", body)["describes"]["advance"]
    desk.mint(credit, "1000.00", to=ADVISER)
    desk.done(ADVISER, f"/credits/advances/{asked}/payment")
    desk.done(BANK, f"/credits/{credit}/cancel")
    desk.done(BENEFICIARY, f"/credits/{credit}/cancel")
    return of_bank(f"/credits/advances/{asked}/repayment")


def assigned(world: World) -> str:
    """The path of an assignment to the advising bank, told to the issuing one; two persons leave it so."""

    def make() -> str:
        body = {"assignee": LEI[ADVISER], "amount": "1.00", "agreed": "As agreed."}
        done = at_desk(world).done(BENEFICIARY, f"/credits/{open_credit(world)}/assignments", body)
        return f"/credits/assignments/{done['describes']['assignment']}"

    return once(world, "assigned", make)


def assign(world: World) -> Asked:
    body = {"assignee": LEI[ADVISER], "amount": f"{next(AMOUNTS)}.00", "agreed": "As agreed."}
    return Asked(f"/credits/{open_credit(world)}/assignments", body, member=BENEFICIARY)


QUESTIONS: dict[str, Question] = {
    "POST /credits/applications": apply,
    "GET /credits/applications": applications,
    "GET /credits/applications/{id}": application,
    "POST /credits/calendars": set_calendar,
    "GET /credits/calendars": lambda world: Asked(
        "/credits/calendars", member=BUYER, marker=a_calendar(world)
    ),
    "GET /credits/calendars/counting": lambda world: Asked(
        "/credits/calendars/counting", member=BUYER, marker=a_calendar(world)
    ),
    "POST /credits": issue,
    "POST /credits/applications/{id}/clauses": state_clauses,
    "GET /credits": lambda world: Asked("/credits", marker=open_credit(world)),
    "GET /credits/liabilities": lambda world: Asked(
        "/credits/liabilities", member=BANK, marker=open_credit(world)
    ),
    "GET /credits/liabilities/ledger": lambda world: Asked(
        "/credits/liabilities/ledger", member=BANK, marker=open_credit(world)
    ),
    "GET /credits/{id}": lambda world: Asked(f"/credits/{open_credit(world)}", member=BUYER),
    "GET /credits/{id}/message": lambda world: Asked(f"/credits/{open_credit(world)}/message"),
    "GET /credits/{id}/history": history,
    "GET /credits/{id}/evidence": lambda world: Asked(f"/credits/{open_credit(world)}/evidence"),
    "GET /desk/examinations": lambda world: Asked(
        "/desk/examinations?limit=200", member=BANK, marker=id_of(shown(world))
    ),
    "GET /desk/examinations/{presentation}": lambda world: of_bank(
        f"/desk/examinations/{id_of(shown(world))}"
    ),
    "POST /desk/examinations/{presentation}/examiner": lambda world: of_bank(
        f"/desk/examinations/{id_of(shown(world))}/examiner", {"examiner": "L. Kask"}
    ),
    "GET /desk/escalations": lambda world: Asked(
        "/desk/escalations?limit=200", member=BANK, marker=escalated(world)
    ),
    "GET /desk/shortfalls": lambda world: Asked(
        "/desk/shortfalls?limit=200", member=BANK, marker=short(world)
    ),
    "POST /credits/{id}/advise": advise,
    "GET /credits/obligations": lambda world: Asked("/credits/obligations", member=BANK, marker=owed(world)),
    "GET /credits/obligations/diary": lambda world: Asked(
        "/credits/obligations/diary", member=BANK, marker=owed(world)
    ),
    "GET /credits/obligations/{obligation}": lambda world: of_bank(f"/credits/obligations/{owed(world)}"),
    "POST /credits/obligations/{obligation}/payment": lambda world: of_bank(
        f"/credits/obligations/{owed(world)}/payment"
    ),
    "POST /credits/obligations/{obligation}/offer": lambda world: Asked(
        f"/credits/obligations/{owed(world)}/offer", {"buyer": LEI[ADVISER], "price": "100.00"}
    ),
    "POST /credits/obligations/{obligation}/withdraw-offer": take_back,
    "POST /credits/obligations/{obligation}/purchase": buy,
    "POST /credits/{id}/advances": lambda world: Asked(
        f"/credits/{with_clause(world)}/advances", advance(world), member=BENEFICIARY
    ),
    "GET /credits/advances": lambda world: Asked(
        "/credits/advances", member=BANK, marker=advance_asked(world).rpartition("/")[2]
    ),
    "GET /credits/advances/{advance}": lambda world: of_bank(advance_asked(world)),
    "POST /credits/advances/{advance}/payment": lambda world: of_bank(f"{advance_asked(world)}/payment"),
    "POST /credits/advances/{advance}/withdrawal": lambda world: Asked(
        f"{advance_asked(world)}/withdrawal", member=BENEFICIARY
    ),
    "POST /credits/advances/{advance}/repayment": repay,
    "POST /credits/{id}/assignments": assign,
    "GET /credits/assignments": lambda world: Asked(
        "/credits/assignments", member=BANK, marker=assigned(world).rpartition("/")[2]
    ),
    "GET /credits/assignments/{assignment}": lambda world: of_bank(assigned(world)),
    "POST /credits/assignments/{assignment}/acknowledgement": lambda world: of_bank(
        f"{assigned(world)}/acknowledgement"
    ),
    "POST /credits/assignments/{assignment}/release": lambda world: Asked(
        f"{assigned(world)}/release", member=ADVISER
    ),
    "POST /credits/{id}/confirmation": confirm,
    "POST /credits/{id}/presentations/{presentation}/negotiation": negotiate,
    "POST /credits/{id}/presentations/{presentation}/forwarding": forward,
    "POST /credits/{id}/amendments": lambda world: of_bank(
        f"/credits/{open_credit(world)}/amendments", {"reference": "2", "wording": "Ten days to present."}
    ),
    "GET /credits/{id}/amendments": lambda world: Asked(
        f"{amendment(world).rpartition('/')[0]}", member=BUYER
    ),
    "GET /credits/{id}/amendments/{amendment}": lambda world: Asked(amendment(world), member=BUYER),
    "POST /credits/{id}/amendments/{amendment}/advice": lambda world: Asked(
        f"{amendment(world)}/advice", member=ADVISER
    ),
    "POST /credits/{id}/amendments/{amendment}/confirmation": extend,
    "POST /credits/{id}/amendments/{amendment}/answer": lambda world: Asked(
        f"{proposed(world)}/answer", {"accepts": "nothing"}, member=BENEFICIARY
    ),
    "POST /credits/{id}/amendments/{amendment}/statement": lambda world: Asked(
        f"{amendment(world)}/statement", member=BENEFICIARY
    ),
    "POST /credits/{id}/stop": lambda world: Asked(f"/credits/{at_desk(world).issue()}/stop", ORDER),
    "POST /credits/{id}/lift": lift,
    "POST /credits/{id}/reinstatement": reinstate,
    "POST /credits/{id}/cancel": cancel,
    "POST /credits/{id}/expire": lambda world: of_bank(f"/credits/{at_desk(world).issue()}/expire"),
    "POST /credits/{id}/transfers": request_transfer,
    "GET /credits/{id}/transfers": lambda world: Asked(made(world).rpartition("/")[0]),
    "GET /credits/{id}/transfers/{transfer}": lambda world: Asked(made(world), member=ADVISER),
    "POST /credits/{id}/transfers/{transfer}/revocation": revoke_transfer,
    "POST /credits/{id}/transfers/{transfer}/consent": lambda world: Asked(
        f"{asked_for(world)}/consent", member=ADVISER
    ),
    "POST /credits/{id}/transfers/{transfer}/taking-back": take_back_transfer,
    "POST /credits/{id}/giving-back": give_back_transfer,
    "POST /credits/{id}/transfers/{transfer}/presentations/{presentation}/demand": demand_invoice,
    "POST /credits/{id}/transfers/{transfer}/presentations/{presentation}/invoice": lambda world: Asked(
        f"{of_second(world)}/invoice", transfers.INVOICE
    ),
    "GET /credits/{id}/transfers/{transfer}/presentations/{presentation}/invoice": get_invoice,
    "POST /credits/{id}/transfers/{transfer}/presentations/{presentation}/lapse": let_lapse,
    "POST /credits/{id}/presentations": present,
    "GET /credits/{id}/presentations": lambda world: Asked(f"/credits/{open_credit(world)}/presentations"),
    "GET /credits/{id}/presentations/{presentation}": lambda world: Asked(shown(world)),
    "GET /credits/{id}/presentations/{presentation}/documents/{place}": lambda world: of_bank(
        f"{shown(world)}/documents/0"
    ),
    "GET /credits/{id}/presentations/{presentation}/suggestions": lambda world: of_bank(
        f"{shown(world)}/suggestions"
    ),
    "POST /credits/{id}/presentations/{presentation}/withdrawal": lambda world: Asked(
        f"{lodged(world)}/withdrawal", member=BENEFICIARY
    ),
    "POST /credits/{id}/presentations/{presentation}/examination": lambda world: of_bank(
        f"{lodged(world)}/examination", {"complies": True}
    ),
    "POST /credits/{id}/presentations/{presentation}/honour": honour,
    "POST /credits/{id}/presentations/{presentation}/release": release,
    "POST /credits/{id}/presentations/{presentation}/waiver": waive,
    "POST /credits/{id}/presentations/{presentation}/refusal": refuse,
    "POST /credits/{id}/presentations/{presentation}/waiver-requests": ask_waiver,
    "POST /credits/{id}/presentations/{presentation}/waiver-requests/{request}/answer": answer_waiver,
}
