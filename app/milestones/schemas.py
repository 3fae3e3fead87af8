"""Escrows with milestones as users draft and see them. Amounts are decimal strings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.members.domain import Named
from app.milestones.domain import (
    MOST_MILESTONES,
    STATUSES,
    WHOLE,
    WORDS,
    Escrow,
    Happened,
    Milestone,
    MilestoneStatus,
    Side,
    Step,
)
from app.money import Money
from app.requests import MomentAsked
from app.stops.views import StopView

TOKEN = "0x5a443704dd4b594b382c22a083e2bd3090a6fef3"
DEAL = "0f4c7d2a9be84f0e93c5a1d76e2b8c11"
UETR = "eb6305c9-1f7f-49de-aed0-16487c27b42d"
GROUNDS = "The hull is not of the steel that was agreed: see the survey of 2 March."
RELEASED: dict[str, JsonValue] = {
    "event": "Released",
    "milestone": 1,
    "amount": "100000.00",
    "fee": "250.00",
    "by": None,
    "stated": None,
    "commitment": None,
    "uetrs": [UETR],
    "at": "2026-03-12T10:15:00Z",
    "finality": "final",
    "block": 412,
    "block_hash": "0x" + "1f" * 32,
    "transaction": "0x" + "6b" * 32,
    "log_index": 1,
}
KEEL: dict[str, JsonValue] = {
    "number": 1,
    "what": "Keel laid",
    "amount": "100000.00",
    "released": "100000.00",
}
TRADER: dict[str, JsonValue] = {
    "number": 1414213562,
    "lei": "213800WSGIIZCXF1P572",
    "name": "Porto Azul Trading Lda",
}

Uetr = Field(
    default=None,
    max_length=36,
    description="End-to-end reference, a UUID of version 4; without, a new one. It pays once in a token.",
)
Stated = Field(min_length=1, max_length=2000, description="The chain holds a salted hash of it.")


def example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]})


def asked(**fields: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class NewMilestone(BaseModel):
    model_config = asked(what="Keel laid", amount="100000.00")

    what: str = Field(min_length=1, max_length=200, description="What has to be done; never on the chain.")
    amount: str = Field(max_length=40, description="Decimal, with no more decimals than the currency has.")


class NewMilestoneEscrow(BaseModel):
    """Drafted by the buyer."""

    model_config = asked(
        seller="213800WSGIIZCXF1P572",
        arbiter="9999000CENTRALBNK003",
        agent="529900T8BM49AURSDO55",
        fee=25,
        deal=DEAL,
        token=TOKEN,
        currency="USD",
        milestones=[
            {"what": "Keel laid", "amount": "100000.00"},
            {"what": "Launched", "amount": "400000.00"},
        ],
        deadline="2026-09-01T17:00:00Z",
        arbitration_seconds=1_209_600,
    )

    seller: str = Field(max_length=40, description="LEI of who does the work.")
    arbiter: str = Field(
        max_length=40, description="LEI of a third, who divides what is disputed. Ask it first."
    )
    agent: str | None = Field(default=None, max_length=40, description="LEI of who has the fee, if anybody.")
    fee: int = Field(default=0, ge=0, le=WHOLE, description="Basis points of what the seller is paid.")
    deal: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{32}$", description="The deal it belongs to; without, a new one."
    )
    token: str = Field(max_length=42, description="The deposit token to pay in.")
    currency: str | None = Field(
        default=None, max_length=3, description="If given, it has to be the token's."
    )
    milestones: list[NewMilestone] = Field(min_length=1, max_length=MOST_MILESTONES)
    deadline: MomentAsked = Field(
        description="The last second for a dispute; after it the buyer may take back what is left."
    )
    arbitration_seconds: int = Field(
        ge=1, lt=2**32, description="How long the arbiter has from a dispute on, in seconds."
    )


class Referenced(BaseModel):
    """A payment's reference, if you have one."""

    model_config = asked(uetr=UETR)

    uetr: str | None = Uetr


class Release(BaseModel):
    model_config = asked(milestone=1, amount="40000.00", uetr=UETR)

    milestone: int = Field(ge=1, le=MOST_MILESTONES, description="Its number, from 1.")
    amount: str | None = Field(default=None, max_length=40, description="Decimal; without, all that is left.")
    uetr: str | None = Uetr


class Dispute(BaseModel):
    model_config = asked(grounds=GROUNDS)

    grounds: str = Stated


class Division(BaseModel):
    model_config = asked(to_seller="150000.00", award="Half of the second milestone was done.", uetr=UETR)

    to_seller: str = Field(
        max_length=40, description="Decimal, with the fee on it; all the rest goes to the buyer."
    )
    award: str = Stated
    uetr: str | None = Uetr
    refund_uetr: str | None = Uetr


class Lifting(BaseModel):
    model_config = asked(order="The injunction of 4 March is set aside, 3 O 12/26.")

    order: str = Stated


class Order(Lifting):
    model_config = asked(
        order="Injunction of the commercial court of 4 March, 3 O 12/26.", ground="injunction"
    )

    ground: Literal["injunction", "fraud"] = "injunction"


class MilestoneOut(BaseModel):
    model_config = example(**KEEL)

    number: int
    what: str
    amount: str
    released: str

    @classmethod
    def of(cls, seen: Milestone) -> MilestoneOut:
        amounts = {"amount": seen.amount.decimal(), "released": seen.released.decimal()}
        return cls(number=seen.number, what=seen.what, **amounts)


class HappenedOut(BaseModel):
    """An event on the chain. `stated` is what was committed to, as far as your organisation was told; `uetrs`
    those of its payments that it knows.
    """

    model_config = example(**RELEASED)

    event: str
    milestone: int | None
    amount: str | None
    fee: str | None
    by: int | None = Field(description="The number that disputed or stopped it.")
    stated: str | None
    commitment: str | None
    uetrs: list[str]
    at: datetime
    finality: Literal["pending", "final"]
    block: int
    block_hash: str
    transaction: str
    log_index: int

    @classmethod
    def of(cls, happened: Happened) -> HappenedOut:
        told = vars(happened) | {
            "amount": _decimal(happened.amount),
            "fee": _decimal(happened.fee),
            "uetrs": list(happened.uetrs),
            "finality": "final" if happened.final else "pending",
        }
        return cls(**{name: value for name, value in told.items() if name != "final"})


class MilestoneEscrowOut(BaseModel):
    """`id` is the hash of the terms, `salt` included, so everybody computes it. `you_may` is by our clock:
    the chain's decides.
    """

    model_config = example(
        id="0x" + "3d" * 32,
        deal=DEAL,
        your_sides=["seller"],
        parties={"buyer": TRADER, "seller": TRADER, "arbiter": TRADER, "agent": TRADER},
        token=TOKEN,
        currency="USD",
        total="500000.00",
        fee=25,
        milestones=[KEEL],
        paid="100000.00",
        left="400000.00",
        fee_due="250.00",
        deadline="2026-09-01T17:00:00Z",
        arbitration_seconds=1_209_600,
        arbiter_until=None,
        stopped_by=None,
        stops=[],
        salt="0x" + "c3" * 32,
        status="funded",
        in_words=WORDS[MilestoneStatus.FUNDED],
        finality="final",
        you_may=["dispute", "refund"],
        history=[RELEASED],
        kept_at="2026-03-10T09:00:00Z",
    )

    id: str
    deal: str
    your_sides: list[Side]
    parties: dict[Side, Named]
    token: str
    currency: str
    total: str
    fee: int = Field(description="Basis points.")
    milestones: list[MilestoneOut]
    paid: str = Field(description="What went to the seller, the fee on it included.")
    left: str = Field(description="What is in keeping and neither released nor given back.")
    fee_due: str = Field(description="Fee that has come up and was not collected.")
    deadline: datetime = Field(description="Later by as long as an authority has stopped it.")
    arbitration_seconds: int
    arbiter_until: datetime | None
    stopped_by: int | None = Field(description="The number of the first authority that has stopped it.")
    stops: list[StopView] = Field(description="The orders that stand.")
    salt: str
    status: Literal["drafted", "funded", "disputed", "settled", "divided", "reclaimed", "refunded"]
    in_words: str
    finality: Literal["pending", "final"]
    you_may: list[Step]
    history: list[HappenedOut]
    kept_at: datetime

    @classmethod
    def of(cls, seen: Escrow) -> MilestoneEscrowOut:
        shape: dict[str, Any] = {
            "id": seen.id,
            "deal": seen.deal,
            "your_sides": list(seen.sides),
            "parties": seen.parties,
            "token": seen.terms.cash,
            "currency": seen.total.currency.alpha,
            "total": seen.total.decimal(),
            "fee": seen.terms.fee,
            "milestones": [MilestoneOut.of(one) for one in seen.milestones],
            "paid": seen.paid.decimal(),
            "left": seen.left.decimal(),
            "fee_due": seen.fee_due.decimal(),
            "deadline": seen.deadline,
            "arbitration_seconds": seen.terms.arbitration,
            "arbiter_until": seen.arbiter_until,
            "stopped_by": seen.stopped_by,
            "stops": list(seen.stops),
            "salt": "0x" + seen.terms.salt.hex(),
            "status": STATUSES[seen.status],
            "in_words": WORDS[seen.status],
            "finality": "final" if seen.final else "pending",
            "you_may": list(seen.you_may),
            "history": [HappenedOut.of(happened) for happened in seen.history],
            "kept_at": seen.kept_at,
        }
        return cls(**shape)


def _decimal(amount: Money | None) -> str | None:
    return None if amount is None else amount.decimal()
