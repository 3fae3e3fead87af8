"""The operation as its users see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.chain.states import WORDS, Status
from app.chain.store import Operation, carried_together
from app.errors import Refusal, sentence


class RefusalOut(BaseModel):
    """Why not: in parts for programs, and as a sentence for people."""

    code: str
    found: str
    allowed: str
    next: str
    values: dict[str, Any]
    sentence: str

    @classmethod
    def of(cls, stored: dict[str, Any]) -> RefusalOut:
        refusal = Refusal.from_json(stored)
        return cls(**refusal.as_json(), sentence=sentence(refusal))


class OperationOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "5f0c9a1e2b7d4c38a6e15d20f8b94c71",
                    "status": "awaiting_check",
                    "in_words": "waits for a second person, a checker, to approve or reject it",
                    "describes": {"action": "issue a credit", "amount": "250000.00", "currency": "USD"},
                    "eyes": 2,
                    "party": 2718281828,
                    "instrument": "LetterOfCredit",
                    "function": "issue",
                    "made_at": "2026-03-02T09:30:00Z",
                    "made_by": "8d7a4c4e6f1b4b0d9e3a5c2f7b6d1e90",
                    "checked_by": None,
                    "checked_at": None,
                    "refusal": None,
                    "transaction_hash": None,
                    "block": None,
                    "transaction_gas_used": None,
                    "transaction_operations": None,
                }
            ]
        }
    )

    id: str
    status: Status
    in_words: str
    describes: dict[str, Any] = Field(description="What was asked for, in words and values.")
    eyes: int = Field(description="Persons that it takes: 1, or 2 (a maker and a checker).")
    party: int = Field(description="The number under which your organisation acts in this deal.")
    instrument: str
    function: str
    made_at: datetime
    made_by: str
    checked_by: str | None
    checked_at: datetime | None
    refusal: RefusalOut | None
    transaction_hash: str | None
    block: int | None
    transaction_gas_used: int | None = Field(
        description="Gas of the whole transaction, once a block holds it: no chain tells it by operation."
    )
    transaction_operations: int | None = Field(
        description="How many operations that gas was spent for: more than 1 where they went in a batch."
    )

    @classmethod
    def of(cls, operation: Operation) -> OperationOut:
        carrier = operation.transaction
        in_a_block = carrier is not None and carrier.gas_used is not None
        return cls(
            id=operation.id,
            status=Status(operation.status),
            in_words=WORDS[Status(operation.status)],
            describes=operation.describes,
            eyes=operation.eyes,
            party=operation.party,
            instrument=operation.contract,
            function=operation.function,
            made_at=operation.made_at,
            made_by=operation.user_id,
            checked_by=operation.checker_id,
            checked_at=operation.checked_at,
            refusal=RefusalOut.of(operation.refusal) if operation.refusal else None,
            transaction_hash=carrier.hash if carrier else None,
            block=carrier.block_number if carrier else None,
            transaction_gas_used=carrier.gas_used if carrier else None,
            transaction_operations=carried_together(operation) if in_a_block else None,
        )
