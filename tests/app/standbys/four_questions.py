"""Records of standbys for the four questions: one standby of four members, in which `north` has no part."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.app.chain.world import World
from tests.app.credits.builders import Desk
from tests.app.operations.builders import Interface
from tests.app.routes import Asked, Question
from tests.app.standbys.builders import APPLICANT, CONFIRMER, ISSUER, LEI, WRONG, Standbys

AMOUNTS = count(1)
MADE: dict[tuple[str, str], str] = {}


def at(world: World) -> Standbys:
    return Standbys(Desk(world, Interface(world)))


def once(world: World, what: str, make: Callable[[], str]) -> str:
    """What takes two persons changes nothing while it waits for the second."""
    name = (str(world.folder), what)
    if name not in MADE:
        MADE[name] = make()
    return MADE[name]


def standing(world: World) -> str:
    """Confirmed; it extends by itself."""
    going = {"final_expiry": at(world).day(150), "extension_days": 30, "notice_days": 10}
    return once(world, "standing", lambda: at(world).confirmed(**going))


def lodged(world: World, **changed: Any) -> str:
    return at(world).demand(standing(world), amount=f"{next(AMOUNTS)}.00", **changed)


def shown(world: World) -> str:
    return once(world, "shown", lambda: lodged(world))


def asking(world: World) -> str:
    return once(world, "asking", lambda: lodged(world, extend_to=at(world).day(400)))


def complying(world: World) -> str:
    def make() -> str:
        demand = lodged(world)
        at(world).examine(demand, complies=True)
        return demand

    return once(world, "complying", make)


def discrepant(world: World, what: str) -> str:
    def make() -> str:
        demand = lodged(world)
        at(world).examine(demand, complies=False)
        return demand

    return once(world, what, make)


def offered(world: World) -> str:
    return once(world, "offered", lambda: at(world).amend(standing(world), increase="1.00"))


def issue(world: World) -> Asked:
    body = at(world).draft()
    return Asked("/standbys", body, member=ISSUER, own_only="north issues a standby of its own")


def listed(world: World) -> Asked:
    return Asked("/standbys", marker=standing(world).rpartition("/")[2])


def one(world: World) -> Asked:
    return Asked(standing(world))


def history(world: World) -> Asked:
    return Asked(f"{standing(world)}/history")


def confirm(world: World) -> Asked:
    place = once(world, "unconfirmed", lambda: at(world).issue(confirmer=LEI[CONFIRMER]))
    return Asked(f"{place}/confirmation", member=CONFIRMER)


def notify(world: World) -> Asked:
    going = {"final_expiry": at(world).day(150), "extension_days": 30, "notice_days": 10}
    place = once(world, "not extended", lambda: at(world).confirmed(**going))
    body = {"expiry": at(world).day(60), "notice": "We do not extend it."}
    return Asked(f"{place}/non-extension", body, member=ISSUER)


def cancel(world: World) -> Asked:
    return Asked(f"{once(world, 'cancelled', lambda: at(world).issue())}/cancellation")


def stop(world: World) -> Asked:
    body = {"bank": "issuer", "ground": "fraud", "order": "Do not pay."}
    return Asked(f"{once(world, 'to stop', lambda: at(world).issue())}/stop", body)


def lift(world: World) -> Asked:
    def make() -> str:
        place = at(world).issue()
        body = {"bank": "issuer", "ground": "fraud", "order": "Do not pay."}
        at(world).desk.done("south", f"{place}/stop", body)
        return place

    place = once(world, "stopped", make)
    return Asked(f"{place}/stop/lifting", {"bank": "issuer", "decision": "Pay."})


def demand(world: World) -> Asked:
    return Asked(f"{standing(world)}/demands", at(world).asked(amount=f"{next(AMOUNTS)}.00"))


def demands(world: World) -> Asked:
    return Asked(f"{standing(world)}/demands")


def get_demand(world: World) -> Asked:
    return Asked(shown(world))


def withdraw(world: World) -> Asked:
    return Asked(f"{shown(world)}/withdrawal")


def examine(world: World) -> Asked:
    body = {"complies": True, "discrepancies": []}
    return Asked(f"{lodged(world)}/examination", body, member=ISSUER)


def waive(world: World) -> Asked:
    return Asked(f"{discrepant(world, 'to waive')}/waiver", member=ISSUER)


def honour(world: World) -> Asked:
    return Asked(f"{complying(world)}/honour", member=ISSUER)


def forward(world: World) -> Asked:
    def make() -> str:
        made = lodged(world, bank="confirmer")
        at(world).examine(made, complies=True, by=CONFIRMER)
        at(world).fund(standing(world), to=CONFIRMER)
        at(world).desk.done(CONFIRMER, f"{made}/honour")
        return made

    return Asked(f"{once(world, 'paid', make)}/forwarding", member=CONFIRMER)


def dishonour(world: World) -> Asked:
    body = {"discrepancies": WRONG, "disposal": "We hold the documents."}
    return Asked(f"{discrepant(world, 'to dishonour')}/dishonour", body, member=ISSUER)


def agree_to_extension(world: World) -> Asked:
    return Asked(f"{asking(world)}/agreement", member=APPLICANT)


def extend(world: World) -> Asked:
    return Asked(f"{asking(world)}/extension", member=ISSUER)


def amend(world: World) -> Asked:
    body = {"increase": "2.00", "text": "A little more."}
    return Asked(f"{standing(world)}/amendments", body, member=ISSUER)


def amendments(world: World) -> Asked:
    return Asked(f"{standing(world)}/amendments")


def agree_to_amendment(world: World) -> Asked:
    return Asked(f"{offered(world)}/agreement", member=APPLICANT)


def answer(world: World) -> Asked:
    return Asked(f"{offered(world)}/answer", {"accepts": True})


QUESTIONS: dict[str, Question] = {
    "POST /standbys": issue,
    "GET /standbys": listed,
    "GET /standbys/{id}": one,
    "GET /standbys/{id}/history": history,
    "POST /standbys/{id}/confirmation": confirm,
    "POST /standbys/{id}/non-extension": notify,
    "POST /standbys/{id}/cancellation": cancel,
    "POST /standbys/{id}/stop": stop,
    "POST /standbys/{id}/stop/lifting": lift,
    "POST /standbys/{id}/demands": demand,
    "GET /standbys/{id}/demands": demands,
    "GET /standbys/{id}/demands/{demand}": get_demand,
    "POST /standbys/{id}/demands/{demand}/withdrawal": withdraw,
    "POST /standbys/{id}/demands/{demand}/examination": examine,
    "POST /standbys/{id}/demands/{demand}/waiver": waive,
    "POST /standbys/{id}/demands/{demand}/honour": honour,
    "POST /standbys/{id}/demands/{demand}/forwarding": forward,
    "POST /standbys/{id}/demands/{demand}/dishonour": dishonour,
    "POST /standbys/{id}/demands/{demand}/agreement": agree_to_extension,
    "POST /standbys/{id}/demands/{demand}/extension": extend,
    "POST /standbys/{id}/amendments": amend,
    "GET /standbys/{id}/amendments": amendments,
    "POST /standbys/{id}/amendments/{amendment}/agreement": agree_to_amendment,
    "POST /standbys/{id}/amendments/{amendment}/answer": answer,
}
