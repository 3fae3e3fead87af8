"""Members as their own users see them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


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
