"""An order as its signers see it, and what they give for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.orders.domain import Shown

EXAMPLE_TYPED_DATA: dict[str, JsonValue] = {
    "types": {
        "EIP712Domain": [
            {"name": "name", "type": "string"},
            {"name": "version", "type": "string"},
            {"name": "chainId", "type": "uint256"},
            {"name": "verifyingContract", "type": "address"},
        ],
        "Order": [
            {"name": "party", "type": "uint32"},
            {"name": "nonce", "type": "uint256"},
            {"name": "target", "type": "address"},
            {"name": "call", "type": "bytes"},
            {"name": "deadline", "type": "uint40"},
        ],
    },
    "primaryType": "Order",
    "domain": {
        "name": "Entrepot",
        "version": "1",
        "chainId": 1337,
        "verifyingContract": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
    },
    "message": {
        "party": 2718281828,
        "nonce": 7,
        "target": "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512",
        "call": "0x20965255" + "11" * 32,
        "deadline": 1773048600,
    },
}
EXAMPLE_SIGNATURE = "0x" + "4f" * 32 + "1b" * 32 + "1c"


class EvidenceOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    place: str = Field(description="`maker` or `checker`.")
    key: str = Field(description="The address whose key signed.")


class OrderOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "operation": "5f0c9a1e2b7d4c38a6e15d20f8b94c71",
                    "in_words": "Number 2718281828 tells DocumentRegistry to record: record a document. "
                    "Order 7 of this number on chain 1337, by one person, to be carried out until 2026-03-09 "
                    "09:30:00 UTC.",
                    "describes": {"action": "record a document"},
                    "eyes": 1,
                    "party": 2718281828,
                    "instrument": "DocumentRegistry",
                    "function": "record",
                    "arguments": {"document": "0x" + "11" * 32},
                    "nonce": 7,
                    "deadline": "2026-03-09T09:30:00Z",
                    "chain_id": 1337,
                    "digest": "0x" + "a7" * 32,
                    "typed_data": EXAMPLE_TYPED_DATA,
                    "signed_by": [],
                }
            ]
        }
    )

    operation: str
    in_words: str = Field(description="What whoever signs orders, and until when.")
    describes: dict[str, Any] = Field(description="What was asked for, in words and values.")
    eyes: int = Field(description="Persons that it takes: 1, or 2 (a maker and a checker).")
    party: int
    instrument: str
    function: str
    arguments: dict[str, Any] = Field(
        description="What `call` of the typed data tells the instrument: encode them by its ABI to compare."
    )
    nonce: int
    deadline: datetime = Field(description="The last second at which the order may be carried out.")
    chain_id: int
    digest: str = Field(description="The EIP-712 hash of `typed_data`, for signers that take a hash.")
    typed_data: dict[str, Any] = Field(description="What to sign, as `eth_signTypedData_v4` takes it.")
    signed_by: list[EvidenceOut]

    @classmethod
    def of(cls, shown: Shown) -> OrderOut:
        return cls(
            operation=shown.operation,
            in_words=shown.in_words,
            describes=dict(shown.describes),
            eyes=shown.eyes,
            party=shown.party,
            instrument=shown.instrument,
            function=shown.function,
            arguments=dict(shown.arguments),
            nonce=shown.nonce,
            deadline=shown.deadline,
            chain_id=shown.chain_id,
            digest="0x" + shown.digest.hex(),
            typed_data=dict(shown.typed_data),
            signed_by=[EvidenceOut.model_validate(one) for one in shown.signed_by],
        )


class Signature(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"signature": EXAMPLE_SIGNATURE}]}
    )

    signature: str = Field(
        pattern=r"^0x[0-9a-fA-F]{130}$",
        description="65 bytes r, s, v (27 or 28) over the order's typed data, in hexadecimal.",
    )

    def as_bytes(self) -> bytes:
        return bytes.fromhex(self.signature[2:])
