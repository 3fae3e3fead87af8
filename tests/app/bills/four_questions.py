"""Records of bills for the four questions: `south` is shipper and carrier in one, so that nobody else has a
part in them.
"""

from __future__ import annotations

from typing import Any

from tests.app.bills.builders import LEI, Trade, a_document, join
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


TO_NORTH = {"to": LEI["north"]}

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
    "POST /bills/{id}/refuse-transfer": refuse_transfer,
    "POST /bills/{id}/surrender": of_bill("/surrender"),
    "POST /bills/{id}/surrender/accept": answer("accept"),
    "POST /bills/{id}/surrender/refuse": answer("refuse"),
}
