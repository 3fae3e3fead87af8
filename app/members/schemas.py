"""Members as their own users see them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from app.auth.domain import Known


class OrganisationOut(BaseModel):
    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "lei": "529900T8BM49AURSDO55",
                    "name": "Nordhafen Bank AG",
                    "bic": "NHABDEHH",
                    "country": "DE",
                }
            ]
        },
    )

    lei: str
    name: str
    bic: str | None
    country: str


class CallerOut(BaseModel):
    """Who the token speaks for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "user": "8d7a4c4e6f1b4b0d9e3a5c2f7b6d1e90",
                    "name": "A. Maker",
                    "role": "maker",
                    "person": 1,
                    "scopes": ["members:read", "operations:read", "operations:write"],
                    "organisation": {
                        "lei": "529900T8BM49AURSDO55",
                        "name": "Nordhafen Bank AG",
                        "bic": "NHABDEHH",
                        "country": "DE",
                    },
                }
            ]
        }
    )

    user: str
    name: str
    role: str
    person: int
    scopes: list[str]
    organisation: OrganisationOut


class UserOut(BaseModel):
    """A user of your organisation, withdrawn or not."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "8d7a4c4e6f1b4b0d9e3a5c2f7b6d1e90",
                    "name": "A. Checker",
                    "role": "checker",
                    "person": 2,
                    "scopes": ["approve:pay", "operations:read", "operations:write"],
                    "withdrawn_at": "2026-03-12T09:30:00Z",
                    "withdrawn_by": "0b6f6a1f2d7c4a55b1f3c8e4d9a7e210",
                    "withdrawn_why": "Left the bank.",
                }
            ]
        }
    )

    id: str
    name: str
    role: str
    person: int
    scopes: list[str] = Field(
        description="What it may ask for. A checker with scopes such as `approve:pay` approves what takes "
        "those rights alone; one without, whatever its organisation does."
    )
    withdrawn_at: datetime | None
    withdrawn_by: str | None = Field(description="The user who withdrew it.")
    withdrawn_why: str | None

    @classmethod
    def of(cls, user: Known) -> UserOut:
        return cls(
            id=user.id,
            name=user.name,
            role=user.role,
            person=user.person,
            scopes=list(user.scopes),
            withdrawn_at=user.withdrawn_at,
            withdrawn_by=user.withdrawn_by,
            withdrawn_why=user.withdrawn_why,
        )


class Withdrawal(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "Left the bank."}]})

    reason: str = Field(min_length=1, max_length=500, description="Why; it is kept with the user.")


class NumberOut(BaseModel):
    """A number of your organisation. `deal` is null while it is free; `status` as the chain has it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "number": 2718281828,
                    "deal": "0f4c7d2a9be84f0e93c5a1d76e2b8c11",
                    "status": "active",
                    "roles": ["BANK"],
                }
            ]
        },
    )

    number: int
    deal: str | None
    status: str
    roles: list[str]
