"""Requests of a bank's desk, and what its answers look like, by example."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

CREDIT_ID = "0x6b1f0a6f4f0bd9f5a3a1b7b0c2d4e6f8091a2b3c4d5e6f708192a3b4c5d6e7f8"
PRESENTATION_ID = "0x1d0c2b3a495867768594a3b2c1d0e0f1122334455667788990a1b2c3d4e5f607"
HASH = "0x3c9d7f1e2a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5"
REFERENCE = "NHB/LC/26/0104"


class NewExaminer(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"examiner": "L. Kask"}]})

    examiner: str | None = Field(
        default=None, min_length=1, max_length=200, description="Who examines; without one, you do."
    )


ESCALATION: dict[str, Any] = {
    "credit": CREDIT_ID,
    "reference": REFERENCE,
    "presentation": PRESENTATION_ID,
    "day": 3,
    "to": "K. Tamm",
    "at": "2026-02-10T00:00:12Z",
    "received_at": "2026-02-05T10:12:04Z",
    "deadline": "2026-02-12T15:00:00Z",
    "calendar_version": "Tallinn 2026-1",
    "calendar_sha256": HASH[2:],
    "open": True,
}
LINE: dict[str, Any] = {
    "credit": CREDIT_ID,
    "reference": REFERENCE,
    "presentation": PRESENTATION_ID,
    "status": "lodged",
    "in_words": "lodged; waits for examination",
    "finality": "final",
    "amount": "250000.00",
    "currency": "EUR",
    "clock": {
        "received_at": "2026-02-05T10:12:04Z",
        "day_of_receipt": "2026-02-05",
        "deadline": "2026-02-12T15:00:00Z",
        "last_banking_day": "2026-02-12",
        "banking_day": 3,
        "days_left": 2,
        "overdue": False,
        "running": True,
        "escalate_to": "K. Tamm",
        "in_words": "day 3 of 5, 2 banking days left: K. Tamm is to be told now",
        "calendar_version": "Tallinn 2026-1",
    },
    "calendar_sha256": HASH[2:],
    "examiner": "L. Kask",
    "examiners": [{"name": "L. Kask", "named_by": "M. Saar", "at": "2026-02-05T11:00:00Z"}],
    "examined_by": None,
    "escalations": [ESCALATION],
}
SHORTFALL: dict[str, Any] = {
    "due": "2026-05-04",
    "to_be_covered_by": "2026-05-01",
    "currency": "EUR",
    "cash": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
    "account": 2856114927,
    "at": "2026-05-01T00:00:12Z",
    "then_falls_due": "250000.00",
    "then_held": "100000.00",
    "falls_due": "250000.00",
    "held": "100000.00",
    "missing": "150000.00",
    "covered": False,
    "in_words": "EUR 150000.00 is missing for what falls due on 2026-05-04",
    "obligations": [
        {
            "obligation": HASH,
            "reference": REFERENCE,
            "due": "2026-05-04",
            "amount": "250000.00",
            "operation": "5f0c9a1e2b7d4c38a6e15d20f8b94c71",
            "asked_by": "L. Kask",
            "approved_by": "M. Saar",
            "approved_at": "2026-02-09T13:05:00Z",
        }
    ],
}


def shows(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """One answer, by example."""
    return {200: {"content": {"application/json": {"example": example}}}}


def lists(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """One page, by example."""
    return shows({"items": [example], "next": None})


def makes(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Something that is complete at once."""
    return {201: {"content": {"application/json": {"example": example}}}}
