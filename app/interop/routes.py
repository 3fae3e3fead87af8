"""Foreign documents, only read: what we make of them, or every fault in one answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from app.auth.caller import Caller, Requires
from app.credits.shown import TermsShown, shown
from app.interop import readers
from app.interop.dcsa.shown import DocumentShown
from app.interop.dcsa.shown import shown as document_shown

router = APIRouter(tags=["interop"])

CreditReader = Annotated[Caller, Requires("credits:read")]
BillReader = Annotated[Caller, Requires("bills:read")]

JSON_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The transport document itself, as DCSA's eBL 3.0.4 writes it.",
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {"transportDocumentReference": "NHV2604104", "isToOrder": True},
            }
        },
    }
}


class Mt700In(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"message": "{1:F01...}{2:I700...}{4:\r\n:27:1/1\r\n...-}"}]},
    )

    message: str = Field(max_length=20_000, description="The message as it lies in a file, headers included.")


async def _body(request: Request) -> bytes:
    return await request.body()


@router.post("/swift/mt700")
def read_mt700(body: Mt700In, caller: CreditReader) -> TermsShown:
    """The terms of an MT 700. A message with faults is refused with all of them, by line and field."""
    return shown(readers.read_credit(body.message.encode()))


@router.post("/dcsa/transport-documents", openapi_extra=JSON_BODY)
def read_transport_document(caller: BillReader, document: Annotated[bytes, Depends(_body)]) -> DocumentShown:
    """A transport document, read strictly. One with faults is refused with all of them, by path."""
    return document_shown(readers.read_bill(document))
