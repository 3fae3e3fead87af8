"""What others send about a bill is compared with the chain before it is kept."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import pytest

from app.bills.inbox import HANDLERS
from app.bills.services import copy_of
from app.documents.domain import commitment_of
from app.errors import Conflict
from app.mail.domain import Attachment, Message
from app.members import service as members
from tests.app.bills.builders import CARRIER, LEI, SHIPPER, Trade

SALT = secrets.token_bytes(32)


def sent(trade: Trade, content: bytes, commits_to: bytes, party: int) -> Message:
    """From the carrier, with a number that it says is its own."""
    claimed = {"party": party, "organisation": LEI[CARRIER], "salt": SALT.hex()}
    body = {
        "bill": commitment_of(SALT, commits_to),
        "deal": members.new_deal(),
        "salt": SALT.hex(),
        "reference": "R-1",
        "carrier": LEI[CARRIER],
        "shipper": LEI[SHIPPER],
        "openings": [claimed],
    }
    attached = (Attachment("R-1.json", "application/json", content),)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Message(secrets.token_hex(16), LEI[CARRIER], LEI[SHIPPER], "bill-of-lading", body, at, attached)


def test_a_document_that_does_not_open_the_bill_is_not_kept(trade: Trade) -> None:
    """SBILLS-8"""
    message = sent(trade, b"forged", b"true", 5)
    with trade.world.database.writing() as session:
        with pytest.raises(Conflict, match="not the document"):
            HANDLERS["bill-of-lading"](session, SHIPPER, message)
        assert copy_of(session, SHIPPER, message.body["bill"]) is None


def test_a_number_that_is_not_theirs_is_not_kept(trade: Trade) -> None:
    """SBILLS-21: the number exists and is another's."""
    message = sent(trade, b"true", b"true", trade.world.parties(SHIPPER)[0])
    with trade.world.database.writing() as session:
        HANDLERS["bill-of-lading"](session, SHIPPER, message)
        deal, lei = message.body["deal"], LEI[CARRIER]
        assert copy_of(session, SHIPPER, message.body["bill"]) is not None
        assert members.opening_of(session, member_id=SHIPPER, deal=deal, organisation=lei) is None
