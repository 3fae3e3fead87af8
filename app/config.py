"""One frozen settings object, from the environment, checked before anything starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

PREFIX = "ENTREPOT_"
PLACEHOLDERS = ("changeme", "change-me", "placeholder", "secret", "password", "todo", "example", "xxx")


class CannotStart(SystemExit):
    """What is wrong with the settings, in one sentence; ends the process without a traceback."""


class Settings(BaseModel):
    """Every name is read from the environment as ENTREPOT_<NAME>; `public_url` as ENTREPOT_PUBLIC_URL."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str = "sqlite:///var/entrepot.sqlite"
    rpc_url: str = "http://127.0.0.1:8545"
    chain_id: int = Field(default=1337, gt=0)
    deployment_file: Path = Path("var/deployments/development.json")
    keys_dir: Path = Path("var/keys")
    finality_depth: int = Field(
        default=0, ge=0, description="Blocks on top of one that is final; 0 where consensus is."
    )
    poll_interval: float = Field(
        default=0.2, gt=0, description="Seconds between two looks at database or chain."
    )
    clock_offset_seconds: int = Field(
        default=0, description="How far this system's clock is from the machine's."
    )
    lease_seconds: float = Field(
        default=5,
        gt=0,
        description="After how many seconds without a sign another worker takes over from one.",
    )
    most_waiting: int = Field(
        default=5_000, gt=0, description="Operations of one member that may wait for the chain."
    )
    most_waiting_in_all: int = Field(
        default=20_000, gt=0, description="Operations of all members that may wait for the chain."
    )
    most_requests: int = Field(
        default=200, gt=0, description="Writes that may wait for their turn in one process."
    )
    send_batch: int = Field(default=100, gt=0, description="Operations taken in one pass of a sender.")
    in_flight: int = Field(
        default=256, gt=0, description="Transactions of one number that no block holds yet."
    )
    rehearse_most: int = Field(
        default=8,
        ge=0,
        description="Operations that wait, or are under way for the same numbers, up to which each is tried "
        "at the node before it is sent. Where there are more, they go untried: trying costs a node about as "
        "much as carrying out.",
    )
    batch_operations: int = Field(
        default=1, ge=1, le=50, description="Operations of one key in one transaction; 1 is no batches."
    )
    index_batch: int = Field(
        default=1000, gt=0, description="Blocks read in one pass of the indexer, at most."
    )
    index_logs: int = Field(
        default=5000, gt=0, description="Logs read in one pass of the indexer, about; never part of a block."
    )
    receipt_batch: int = Field(
        default=200, gt=0, description="Receipts asked for in one pass of the indexer."
    )
    order_lifetime_seconds: int = Field(
        default=7 * 86_400, gt=0, description="Until when a signed order may be used."
    )
    resend_after_seconds: int = Field(default=30, gt=0, description="When to send again what no block took.")
    rpc_timeout: float = Field(default=10.0, gt=0, description="Seconds that a node may take for one answer.")
    longest_wait: int = Field(default=60, ge=0, description="Seconds that `Prefer: wait` may hold an answer.")
    most_blocks_behind: int = Field(
        default=20, ge=0, description="Blocks that the reading may be behind the node before /ready says no."
    )
    worker_missing_after_seconds: int = Field(
        default=30, gt=0, description="How long a worker may give no sign of life before /ready says no."
    )
    reconcile_within_hours: int = Field(
        default=26, gt=0, description="How old the last reconciliation may be before it is an alarm."
    )
    rounds_seconds: float = Field(
        default=60.0, gt=0, description="How often to look at the clocks of examinations and maturities."
    )
    metrics_token: str | None = Field(
        default=None, min_length=16, description="Who may read /metrics; without one nobody may."
    )
    public_url: str = "http://127.0.0.1:8000"

    @field_validator("database_url", "rpc_url", "public_url")
    @classmethod
    def no_placeholder(cls, value: str) -> str:
        secret = value.rpartition("@")[0].rpartition(":")[2].lower()
        if not value or secret in PLACEHOLDERS or "<" in value:
            raise ValueError("holds a placeholder instead of a value")
        return value

    @model_validator(mode="after")
    def files_exist(self) -> Self:
        if not self.deployment_file.is_file():
            raise ValueError(f"deployment_file {self.deployment_file} does not exist; deploy first")
        return self

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Raises CannotStart with one sentence that names every setting that is wrong."""
        given = os.environ if environment is None else environment
        found = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in given.items()
            if name.startswith(PREFIX)
        }
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            raise CannotStart(
                "Cannot start: " + "; ".join(_clause(entry) for entry in error.errors()) + "."
            ) from None


def _clause(entry: Mapping[str, object]) -> str:
    place = entry["loc"]
    name = f"{PREFIX}{str(place[0]).upper()} " if isinstance(place, tuple) and place else ""
    return name + str(entry["msg"]).removeprefix("Value error, ")
