"""Exchanges of deposits as users offer and see them. Amounts are decimal strings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.escrow.domain import Happened
from app.exchange.domain import STATUSES, WORDS, Exchange, ExchangeStatus, Payment, Side, Step
from app.members.domain import Named
from app.requests import MomentAsked

DEAL = "0f4c7d2a9be84f0e93c5a1d76e2b8c11"
DOLLARS: dict[str, JsonValue] = {
    "token": "0x5a443704dd4b594b382c22a083e2bd3090a6fef3",
    "amount": "250000.00",
    "currency": "USD",
    "uetr": "eb6305c9-1f7f-49de-aed0-16487c27b42d",
}
EUROS: dict[str, JsonValue] = {
    "token": "0x1d9ef4cb4f17ac9e5d8e4a0d9d4b7f5e2a61c3b7",
    "amount": "229400.00",
    "currency": "EUR",
    "uetr": "4d6c7f0a-98b2-4c1e-8a35-b6c0d2e7f915",
}
OFFERED: dict[str, JsonValue] = {
    "event": "Offered",
    "at": "2026-03-12T10:15:00Z",
    "finality": "final",
    "block": 412,
    "block_hash": "0x" + "1f" * 32,
    "transaction": "0x" + "6b" * 32,
    "log_index": 0,
}


class Paying(BaseModel):
    """One of the two payments."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [DOLLARS]})

    token: str = Field(max_length=42, description="The deposit token.")
    amount: str = Field(max_length=40, description="Decimal, with no more decimals than the currency has.")
    currency: str | None = Field(
        default=None, max_length=3, description="If given, it has to be the token's: guards against mix-ups."
    )
    uetr: str | None = Field(
        default=None,
        max_length=36,
        description="End-to-end reference, a UUID of version 4; without, a new one. It pays once in a token.",
    )


class NewExchange(BaseModel):
    """An offer of your organisation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "counterparty": "213800WSGIIZCXF1P572",
                    "deal": DEAL,
                    "you_pay": DOLLARS,
                    "you_are_paid": EUROS,
                    "until": "2026-03-12T11:00:00Z",
                }
            ]
        },
    )

    counterparty: str = Field(max_length=40, description="LEI of who is asked.")
    deal: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{32}$", description="The deal it belongs to; without, a new one."
    )
    you_pay: Paying
    you_are_paid: Paying
    until: MomentAsked = Field(description="The last second at which it can be accepted.")


class PaymentOut(BaseModel):
    """One of the two payments; `payment` is its reference on the chain."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**DOLLARS, "payment": "0x" + "9f" * 32}]})

    token: str
    amount: str
    currency: str
    uetr: str | None
    payment: str

    @classmethod
    def of(cls, seen: Payment) -> PaymentOut:
        return cls(
            token=seen.token,
            amount=seen.amount.decimal(),
            currency=seen.amount.currency.alpha,
            uetr=seen.uetr,
            payment=seen.payment,
        )


class StepOut(BaseModel):
    """An event on the chain."""

    model_config = ConfigDict(json_schema_extra={"examples": [OFFERED]})

    event: str
    at: datetime
    finality: Literal["pending", "final"]
    block: int
    block_hash: str
    transaction: str
    log_index: int

    @classmethod
    def of(cls, happened: Happened) -> StepOut:
        told = vars(happened) | {"finality": "final" if happened.final else "pending"}
        return cls(**{name: value for name, value in told.items() if name != "final"})


class ExchangeOut(BaseModel):
    """`id` is the hash of the terms, `salt` included, so both sides compute it. `you_may` is by our clock:
    the chain's decides.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0x" + "3d" * 32,
                    "deal": DEAL,
                    "side": "offering",
                    "counterparty": {
                        "number": 1414213562,
                        "lei": "213800WSGIIZCXF1P572",
                        "name": "Porto Azul Trading Lda",
                    },
                    "you_pay": {**DOLLARS, "payment": "0x" + "9f" * 32},
                    "you_are_paid": {**EUROS, "payment": "0x" + "8a" * 32},
                    "until": "2026-03-12T11:00:00Z",
                    "salt": "0x" + "c3" * 32,
                    "status": "offered",
                    "in_words": WORDS[ExchangeStatus.OFFERED],
                    "finality": "final",
                    "you_may": ["withdraw"],
                    "history": [OFFERED],
                    "kept_at": "2026-03-12T10:14:00Z",
                }
            ]
        }
    )

    id: str
    deal: str
    side: Side = Field(description="Which side your organisation is.")
    counterparty: Named
    you_pay: PaymentOut
    you_are_paid: PaymentOut
    until: datetime
    salt: str
    status: Literal["drafted", "offered", "exchanged", "withdrawn"]
    in_words: str
    finality: Literal["pending", "final"]
    you_may: list[Step]
    history: list[StepOut]
    kept_at: datetime

    @classmethod
    def of(cls, seen: Exchange) -> ExchangeOut:
        shape: dict[str, Any] = {
            "id": seen.id,
            "deal": seen.deal,
            "side": seen.side,
            "counterparty": seen.counterparty,
            "you_pay": PaymentOut.of(seen.you_pay),
            "you_are_paid": PaymentOut.of(seen.you_are_paid),
            "until": seen.until,
            "salt": seen.salt,
            "status": STATUSES[seen.status],
            "in_words": WORDS[seen.status],
            "finality": "final" if seen.final else "pending",
            "you_may": list(seen.you_may),
            "history": [StepOut.of(happened) for happened in seen.history],
            "kept_at": seen.kept_at,
        }
        return cls(**shape)
