"""Records of bills for the four questions: `south` is shipper and carrier in one, so that nobody else has a
part in them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from app.bills.store import PledgeRow
from tests.app.bills.builders import LEI, Trade, a_document, join, waybill
from tests.app.chain.world import World
from tests.app.operations.builders import Interface
from tests.app.routes import Asked, Question

DEAL, OTHER_DEAL = "b" * 32, "d" * 32


def own_trade(world: World) -> Trade:
    join(world, DEAL, "south", "north")
    join(world, OTHER_DEAL, "south")
    return Trade(world, Interface(world), DEAL, shipper="south", carrier="south")


def instruct(world: World) -> Asked:
    own_trade(world)
    body = {"carrier": LEI["south"], "deal": DEAL}
    return Asked("/bills/instructions", body, own_only="north instructs a carrier in a deal of its own")


def instructions(world: World) -> Asked:
    return Asked("/bills/instructions", marker=own_trade(world).instruct()["id"])


def instruction(world: World) -> Asked:
    return Asked(f"/bills/instructions/{own_trade(world).instruct()['id']}")


def issue(world: World) -> Asked:
    return Asked("/bills", {"instruction": own_trade(world).instruct()["id"], "document": a_document()})


def bills(world: World) -> Asked:
    return Asked("/bills", marker=own_trade(world).issue())


def of_bill(path: str, body: Any = None) -> Question:
    return lambda world: Asked(f"/bills/{own_trade(world).issue()}{path}", body)


def refuse_transfer(world: World) -> Asked:
    """From one of its numbers to another, as where a trader buys from itself in another deal."""
    trade = own_trade(world)
    bill = trade.issue()
    trade.act("south", bill, "transfer-both", to=LEI["south"], deal=OTHER_DEAL)
    return Asked(f"/bills/{bill}/refuse-transfer")


def answer(path: str) -> Question:
    def surrendered(world: World) -> Asked:
        trade = own_trade(world)
        bill = trade.issue()
        trade.act("south", bill, "surrender")
        return Asked(f"/bills/{bill}/surrender/{path}")

    return surrendered


def refuse_amendment(world: World) -> Asked:
    trade = own_trade(world)
    bill = trade.issue()
    trade.act("south", bill, "surrender-for-amendment", **AMEND)
    return Asked(f"/bills/{bill}/amendment/refuse")


def reissue(world: World) -> Asked:
    trade = own_trade(world)
    bill = trade.issue()
    trade.act("south", bill, "surrender-for-amendment", **AMEND)
    return Asked("/bills/reissue", {"bills": [bill], "documents": [a_document()]})


def balance(world: World) -> Asked:
    asked = reissue(world)
    trade = own_trade(world)
    answer = trade.interface.ask("POST", asked.path, body=asked.body)
    trade.end(answer.json()["id"])
    return Asked(f"/bills/{answer.json()['describes']['issues'][0]}/balance")


def switch_to_paper(world: World) -> Asked:
    trade = own_trade(world)
    bill = trade.issue()
    trade.act("south", bill, "surrender-for-amendment", **AMEND | {"change": "paper"})
    return Asked(f"/bills/{bill}/switch-to-paper", STATEMENT)


def from_paper(world: World) -> Asked:
    asked = switch_to_paper(world)
    trade = own_trade(world)
    answer = trade.interface.ask("POST", asked.path, body=asked.body)
    trade.end(answer.json()["id"])
    body = {
        "document": a_document(),
        "form": "to_order",
        "holder": LEI["south"],
        "deal": DEAL,
        "collected": "all originals",
        "origin": asked.path.split("/")[2],
    }
    return Asked("/bills/from-paper", body)


def unfreeze(world: World) -> Asked:
    trade = own_trade(world)
    bill = trade.issue()
    trade.act("south", bill, "freeze", **REASON)
    return Asked(f"/bills/{bill}/unfreeze", REASON)


def on_identity(world: World) -> Asked:
    trade = own_trade(world)
    trade.world.settle()
    bill = trade.issue(waybill(a_document()), form="sea_waybill", order=LEI["north"])
    path = f"/bills/{bill}/deliver-on-identity"
    return Asked(path, own_only="the consignee sees the waybill, and is told that it is not its step")


REASON = {"reason": "by order of the court"}
STATEMENT = {"statement": "issued on paper in three originals"}
AMEND = {"change": "amendment", "wish": "the port of discharge, please"}
TO_NORTH = {"to": LEI["north"]}
TO_SOUTH = {"to": LEI["south"]}
PLEDGE = {"to": LEI["north"], "due": "2100-01-01T00:00:00Z", "agreement": "the bill for the advance"}


def of_own_pledge(path: str, body: Any = None) -> Question:
    """From one of the bank's numbers to another of its own, so that nobody else has a part in the pledge."""

    def pledged(world: World) -> Asked:
        bill = bank_to_itself(world)
        return Asked(f"/bills/{bill}/pledge{path}", body, member="north", other="south")

    return pledged


def bank_to_itself(world: World) -> str:
    """A bill of the bank `north`, pledged to its number in another deal."""
    join(world, DEAL, "south", "north")
    join(world, OTHER_DEAL, "north")
    trade = Trade(world, Interface(world), DEAL, shipper="north", carrier="south")
    bill = trade.issue()
    trade.act("north", bill, "pledge", **PLEDGE, deal=OTHER_DEAL)
    return bill


def pledges(world: World) -> Asked:
    return Asked("/bills/pledges", marker=bank_to_itself(world), member="north", other="south")


def endorse_pledged(world: World) -> Asked:
    bill = bank_to_itself(world)
    trade = Trade(world, Interface(world), DEAL)
    trade.act("north", bill, "pledge/agree", to=LEI["south"], deal=DEAL)
    return Asked(f"/bills/{bill}/pledge/endorse", {"to": LEI["south"]}, member="north", other="south")


def enforce(world: World) -> Asked:
    """Of a debt that is due, as far as the service has read."""
    bill = bank_to_itself(world)
    with world.database.writing() as session:
        session.execute(update(PledgeRow).where(PledgeRow.id == bill).values(due=1))
    return Asked(f"/bills/{bill}/pledge/enforce", {"notice": "unpaid"}, member="north", other="south")


QUESTIONS: dict[str, Question] = {
    "POST /bills/instructions": instruct,
    "GET /bills/instructions": instructions,
    "GET /bills/instructions/{id}": instruction,
    "POST /bills": issue,
    "GET /bills": bills,
    "GET /bills/{id}": of_bill(""),
    "GET /bills/{id}/chain-of-title": of_bill("/chain-of-title"),
    "GET /bills/{id}/document": of_bill("/document"),
    "POST /bills/{id}/transfer-holder": of_bill("/transfer-holder", TO_NORTH),
    "POST /bills/{id}/nominate": of_bill("/nominate", TO_NORTH),
    "POST /bills/{id}/transfer-both": of_bill("/transfer-both", TO_NORTH),
    "POST /bills/{id}/endorse-in-blank": of_bill("/endorse-in-blank"),
    "POST /bills/{id}/endorse": of_bill("/endorse", TO_NORTH | {"endorsement": "in_full"}),
    "POST /bills/{id}/refuse-transfer": refuse_transfer,
    "POST /bills/{id}/surrender": of_bill("/surrender"),
    "POST /bills/{id}/surrender/accept": answer("accept"),
    "POST /bills/{id}/surrender/refuse": answer("refuse"),
    "POST /bills/{id}/surrender-for-amendment": of_bill("/surrender-for-amendment", AMEND),
    "POST /bills/{id}/amendment/refuse": refuse_amendment,
    "POST /bills/reissue": reissue,
    "GET /bills/{id}/balance": balance,
    "POST /bills/{id}/switch-to-paper": switch_to_paper,
    "POST /bills/from-paper": from_paper,
    "POST /bills/{id}/freeze": of_bill("/freeze", REASON),
    "POST /bills/{id}/unfreeze": unfreeze,
    "POST /bills/{id}/record-indemnity": of_bill("/record-indemnity", {"letter": "you are held harmless"}),
    "POST /bills/{id}/deliver-on-identity": on_identity,
    "GET /bills/pledges": pledges,
    "POST /bills/{id}/pledge": of_bill("/pledge", PLEDGE),
    "GET /bills/{id}/pledge": of_own_pledge(""),
    "POST /bills/{id}/pledge/release": of_own_pledge("/release"),
    "POST /bills/{id}/pledge/release-on-trust": of_own_pledge("/release-on-trust", {"receipt": "in trust"}),
    "POST /bills/{id}/pledge/agree": of_own_pledge("/agree", TO_SOUTH),
    "POST /bills/{id}/pledge/endorse": endorse_pledged,
    "POST /bills/{id}/pledge/enforce": enforce,
}
