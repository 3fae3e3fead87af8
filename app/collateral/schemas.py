"""Links between credits as users ask for and see them. Amounts are decimal strings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.collateral.domain import STATUSES, LinkSeen, Side, Step
from app.members.domain import Named

MASTER, SECOND = "0x" + "4b" * 32, "0x" + "5c" * 32
LEI = "529900T8BM49AURSDO55"
PARTY: dict[str, JsonValue] = {"number": 4711, "lei": LEI, "name": "Hansebank AG"}


class NewLink(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "credit": MASTER,
                    "bank": LEI,
                    "amount": "80000.00",
                    "agreed": "Security for a credit to our supplier, as agreed on 4 March 2026.",
                }
            ]
        },
    )

    credit: str = Field(max_length=66, description="The master, of which you are the beneficiary.")
    bank: str = Field(max_length=20, description="LEI of the bank that issues the second credit.")
    amount: str = Field(max_length=40, description="Decimal, in the master's currency.")
    agreed: str = Field(
        min_length=3, max_length=20_000, description="What was agreed; the bank is told, the chain commits."
    )


class Taking(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"credit": SECOND}]})

    credit: str = Field(max_length=66, description="The second credit, which you issue.")


class LinkOut(BaseModel):
    """`second` is told to the two of you alone. `finality` is null before the link is on the chain."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0x" + "6d" * 32,
                    "your_side": "bank",
                    "master": MASTER,
                    "second": SECOND,
                    "beneficiary": PARTY,
                    "bank": PARTY,
                    "amount": "80000.00",
                    "currency": "USD",
                    "agreed": "Security for a credit to our supplier, as agreed on 4 March 2026.",
                    "status": "taken",
                    "finality": "final",
                    "you_may": ["release"],
                    "kept_at": "2026-03-10T09:00:00Z",
                }
            ]
        }
    )

    id: str
    your_side: Side
    master: str
    second: str | None
    beneficiary: Named
    bank: Named
    amount: str
    currency: str
    agreed: str
    status: Literal["unknown", "offered", "taken", "released"]
    finality: Literal["pending", "final"] | None
    you_may: list[Step]
    kept_at: datetime

    @classmethod
    def of(cls, seen: LinkSeen) -> LinkOut:
        shape: dict[str, Any] = {
            "id": seen.id,
            "your_side": seen.side,
            "master": seen.master,
            "second": seen.second,
            "beneficiary": seen.beneficiary,
            "bank": seen.bank,
            "amount": seen.amount.decimal(),
            "currency": seen.amount.currency.alpha,
            "agreed": seen.agreed,
            "status": STATUSES[seen.status],
            "finality": None if seen.final is None else "final" if seen.final else "pending",
            "you_may": list(seen.you_may),
            "kept_at": seen.kept_at,
        }
        return cls(**shape)
