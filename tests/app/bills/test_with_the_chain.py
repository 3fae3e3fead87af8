"""The mirror of bills and pledges beside the demo's own reading, which shares nothing with it."""

from __future__ import annotations

from pathlib import Path

from app.demo.chain_reader import ChainReader
from app.demo.compare import compare_rows
from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade

TABLES = ("chain_bills", "chain_pledges", "chain_title_events")


def test_every_row_is_what_another_reader_finds(trade: Trade) -> None:
    """SBILLS-12, SBILLS-14: whatever was done to bills on this chain until now, and one of each kind."""
    wish = {"wish": "three originals on paper, please"}
    bill, gone = trade.issue(), trade.issue()
    trade.act(SHIPPER, bill, "endorse", to=LEI[CARRIER], endorsement="not_negotiable")
    trade.act(CARRIER, bill, "freeze", reason="by order of the court")
    trade.act(CARRIER, bill, "unfreeze", reason="it was lifted")
    trade.act(CARRIER, bill, "record-indemnity", letter="you are held harmless")
    trade.act(CARRIER, bill, "surrender-for-amendment", change="switch", **wish)
    trade.act(CARRIER, bill, "amendment/refuse")
    terms = {"to": LEI[SHIPPER], "due": "2100-01-01T00:00:00Z", "agreement": "the bill for your advance"}
    own = Trade(trade.world, trade.interface, trade.deal, shipper=CARRIER, carrier=CARRIER)
    pledged = own.issue()
    own.act(CARRIER, pledged, "pledge", **terms)
    own.act(SHIPPER, pledged, "pledge/release-on-trust", receipt="in trust for you")
    trade.act(SHIPPER, gone, "surrender-for-amendment", change="paper", **wish)
    trade.act(CARRIER, gone, "switch-to-paper", statement="issued on paper")
    trade.world.index()
    reader = ChainReader(trade.world.node.url)
    deployments = Path(trade.world.settings.deployment_file)
    with trade.world.database.engine.connect() as connection:
        found = compare_rows(connection, reader, deployments)
    reader.close()
    assert [line for line in found.differences if line.startswith(TABLES)] == []
