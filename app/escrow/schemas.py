"""Escrows as users draft and see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.escrow.domain import STATUSES, WORDS, Escrow, Happened, Side, Step, moment
from app.members.domain import Named
from app.requests import MomentAsked

BILL = "0x" + "7c" * 32
TOKEN = "0x5a443704dd4b594b382c22a083e2bd3090a6fef3"
DEAL = "0f4c7d2a9be84f0e93c5a1d76e2b8c11"
FUNDED: dict[str, JsonValue] = {
    "event": "Funded",
    "at": "2026-03-12T10:15:00Z",
    "finality": "final",
    "block": 412,
    "block_hash": "0x" + "1f" * 32,
    "transaction": "0x" + "6b" * 32,
    "log_index": 1,
}


class NewEscrow(BaseModel):
    """Drafted by the buyer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "seller": "213800WSGIIZCXF1P572",
                    "deal": DEAL,
                    "bill": BILL,
                    "token": TOKEN,
                    "amount": "250000.00",
                    "currency": "USD",
                    "deadline": "2026-04-01T17:00:00Z",
                }
            ]
        },
    )

    seller: str = Field(max_length=40, description="LEI of who holds the bill.")
    deal: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{32}$", description="The deal it belongs to; without, a new one."
    )
    bill: str = Field(max_length=80, description="The bill's id: 0x and 64 hexadecimal digits.")
    token: str = Field(max_length=42, description="The deposit token to pay in.")
    amount: str = Field(max_length=40, description="Decimal, with no more decimals than the currency has.")
    currency: str | None = Field(
        default=None, max_length=3, description="If given, it has to be the token's."
    )
    deadline: MomentAsked = Field(description="The last second for the bill to come in.")


class HappenedOut(BaseModel):
    """An event on the chain."""

    event: str
    at: datetime
    finality: Literal["pending", "final"]
    block: int
    block_hash: str
    transaction: str
    log_index: int

    @classmethod
    def of(cls, happened: Happened) -> HappenedOut:
        return cls(
            event=happened.event,
            at=happened.at,
            finality="final" if happened.final else "pending",
            block=happened.block,
            block_hash=happened.block_hash,
            transaction=happened.transaction,
            log_index=happened.log_index,
        )


class EscrowOut(BaseModel):
    """`id` is the hash of the terms, `salt` included, so both sides compute it. `you_may` is by our clock:
    the chain's decides.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0x" + "3d" * 32,
                    "deal": DEAL,
                    "side": "buyer",
                    "counterparty": {
                        "number": 1414213562,
                        "lei": "213800WSGIIZCXF1P572",
                        "name": "Porto Azul Trading Lda",
                    },
                    "bill": BILL,
                    "token": TOKEN,
                    "amount": "250000.00",
                    "currency": "USD",
                    "deadline": "2026-04-01T17:00:00Z",
                    "salt": "0x" + "c3" * 32,
                    "status": "funded",
                    "in_words": WORDS[list(WORDS)[1]],
                    "finality": "final",
                    "you_may": [],
                    "history": [FUNDED],
                    "kept_at": "2026-03-10T09:00:00Z",
                }
            ]
        }
    )

    id: str
    deal: str
    side: Side = Field(description="Which side your organisation is.")
    counterparty: Named
    bill: str
    token: str
    amount: str
    currency: str
    deadline: datetime
    salt: str
    status: Literal["drafted", "funded", "settled", "reclaimed", "released"]
    in_words: str
    finality: Literal["pending", "final"]
    you_may: list[Step]
    history: list[HappenedOut]
    kept_at: datetime

    @classmethod
    def of(cls, seen: Escrow) -> EscrowOut:
        terms = seen.terms
        shape: dict[str, Any] = {
            "id": seen.id,
            "deal": seen.deal,
            "side": seen.side,
            "counterparty": seen.counterparty,
            "bill": "0x" + terms.bill.hex(),
            "token": terms.cash,
            "amount": seen.amount.decimal(),
            "currency": seen.amount.currency.alpha,
            "deadline": moment(terms.deadline),
            "salt": "0x" + terms.salt.hex(),
            "status": STATUSES[seen.status],
            "in_words": WORDS[seen.status],
            "finality": "final" if seen.final else "pending",
            "you_may": list(seen.you_may),
            "history": [HappenedOut.of(happened) for happened in seen.history],
            "kept_at": seen.kept_at,
        }
        return cls(**shape)
