"""Documents as their users send and see them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema

from app.documents.domain import LARGEST, STATUSES, Checked, Copy, DocumentStatus, Draft
from app.identifiers import lei
from app.members.domain import Named


def _decoded(value: Any) -> bytes:
    if not isinstance(value, str):
        raise ValueError("base64 text is expected")
    try:
        content = base64.b64decode(value, validate=True)
    except ValueError:
        raise ValueError("not base64 (RFC 4648, with padding, on one line)") from None
    if not 0 < len(content) <= LARGEST:
        raise ValueError(f"{len(content)} bytes; 1 to {LARGEST} are allowed")
    return content


Content = Annotated[
    bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "contentEncoding": "base64"})
]
Lei = Annotated[str, AfterValidator(lei)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f/\\]+$")]
MediaType = Annotated[str, Field(max_length=100, pattern=r"^[a-z]+/[A-Za-z0-9.+-]+$")]

_DELIVERY_ORDER: dict[str, JsonValue] = {
    "name": "delivery-order.txt",
    "media_type": "text/plain",
    "content": base64.b64encode(b"Deliver KLTU4172030 against this order.").decode(),
    "send_to": ["529900T8BM49AURSDO55"],
}


class NewVersion(BaseModel):
    """`content` is the file in base64; it is sealed with a random salt and recorded by its hash alone."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_DELIVERY_ORDER]})

    name: Name
    media_type: MediaType
    content: Content
    send_to: list[Lei] = Field(
        default=[], max_length=50, description="LEIs of contacts that get a copy when it is final."
    )

    def draft(self, kind: str = "", deal: str | None = None) -> Draft:
        return Draft(kind, self.name, self.media_type, self.content, tuple(dict.fromkeys(self.send_to)), deal)


class NewDocument(NewVersion):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "delivery_order", "deal": "0f4c7d2a9be84f0e93c5a1d76e2b8c11", **_DELIVERY_ORDER}
            ]
        }
    )

    kind: str = Field(
        max_length=64,
        pattern=r"^[a-z][a-z0-9_]*$",
        description="Your word for it: delivery_order, gate_out_receipt, commercial_invoice, ...",
    )
    deal: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{32}$", description="The deal it belongs to; without, a new one."
    )

    def as_draft(self) -> Draft:
        return self.draft(self.kind, self.deal)


class Compare(BaseModel):
    """Without `content` your organisation's own copy is checked."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}]})

    content: Content | None = None


class DocumentOut(BaseModel):
    """`salt` and the content open the commitment `id`. `status` is `unknown` until a block holds it;
    `sender` is null where your organisation made it.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0x" + "5a" * 32,
                    "kind": "delivery_order",
                    "name": "delivery-order.txt",
                    "media_type": "text/plain",
                    "size": 39,
                    "sha256": "9f" * 32,
                    "salt": "0x" + "c3" * 32,
                    "deal": "0f4c7d2a9be84f0e93c5a1d76e2b8c11",
                    "sender": None,
                    "kept_at": "2026-12-10T08:00:00Z",
                    "operation": "5f0c9a1e2b7d4c38a6e15d20f8b94c71",
                    "status": "recorded",
                    "finality": "final",
                    "version": 1,
                    "issuer": {"number": 2718281828, "lei": "213800WSGIIZCXF1P572", "name": "Coral Line"},
                    "recorded_at": "2026-12-10T08:00:02Z",
                    "predecessor": None,
                    "successor": None,
                }
            ]
        }
    )

    id: str
    kind: str
    name: str
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str
    salt: str
    deal: str
    sender: Named | None
    kept_at: datetime
    operation: str | None = Field(description="The operation that recorded it, where it was ours.")
    status: Literal["unknown", "recorded", "superseded", "revoked"]
    finality: Literal["pending", "final"]
    version: int | None
    issuer: Named | None
    recorded_at: datetime | None
    predecessor: str | None
    successor: str | None

    @classmethod
    def of(cls, copy: Copy) -> DocumentOut:
        row = copy.on_chain
        return cls(
            id=copy.document,
            kind=copy.kind,
            name=copy.name,
            media_type=copy.media_type,
            size=copy.size,
            sha256=copy.sha256,
            salt="0x" + copy.salt.hex(),
            deal=copy.deal,
            sender=copy.sender,
            kept_at=copy.kept_at,
            operation=copy.operation,
            status=STATUSES[row.status if row else DocumentStatus.UNKNOWN],  # type: ignore[arg-type]
            finality="final" if row and row.final else "pending",
            version=row.version if row else None,
            issuer=copy.issuer,
            recorded_at=datetime.fromtimestamp(row.recorded, UTC) if row else None,
            predecessor=row.predecessor if row else None,
            successor=row.successor if row else None,
        )


class CheckOut(BaseModel):
    """`opens`: this content is, byte for byte, what the chain knows under `id`. Whether it still stands is
    another question: see `status`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0x" + "5a" * 32,
                    "opens": True,
                    "status": "recorded",
                    "issuer": {"number": 2718281828, "lei": "213800WSGIIZCXF1P572", "name": "Coral Line"},
                    "recorded_at": "2026-12-10T08:00:02Z",
                }
            ]
        }
    )

    id: str
    opens: bool
    status: Literal["unknown", "recorded", "superseded", "revoked"]
    issuer: Named | None
    recorded_at: datetime | None

    @classmethod
    def of(cls, checked: Checked) -> CheckOut:
        return cls(
            id=checked.document,
            opens=checked.opens,
            status=STATUSES[checked.status],  # type: ignore[arg-type]
            issuer=checked.issuer,
            recorded_at=None if checked.recorded is None else datetime.fromtimestamp(checked.recorded, UTC),
        )
