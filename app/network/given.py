"""The file that describes a network to `verify-network`: addresses, keys, and how one validator is stopped.

{"network": "harbour-trial", "chain_id": 4711, "finality_depth": 0,
 "rpc": ["http://127.0.0.1:8545", "http://127.0.0.1:8546"],
 "payer": {"keystore": "payer.json", "passphrase": "payer-passphrase"},
 "operator": {"keystore": "operator.json", "passphrase": "operator-passphrase"},
 "loss": {"rpc": 1, "stop": "systemctl stop besu", "start": "systemctl start besu", "blocks": 10}}

The service uses the first address; `loss.rpc` is the place in `rpc` of the validator that is stopped, and
never 0. `blocks` is how many have to come without it. `payer` deploys a trial's contracts beside whatever is
there; `operator` signs the result. Paths are relative to the file; commands are run by the shell.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Self

from eth_account import Account
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.local.trouble import Trouble

Address = Annotated[str, Field(pattern=r"^https?://.+")]


class Keys(BaseModel):
    """Two files; the passphrase's ends are trimmed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keystore: Path
    passphrase: Path

    def open(self) -> bytes:
        """The private key. Raises Trouble."""
        try:
            return bytes(
                Account.decrypt(json.loads(self.keystore.read_text()), self.passphrase.read_text().strip())
            )
        except OSError as error:
            raise Trouble(f"{error.filename} cannot be read: {error.strerror}.") from None
        except (ValueError, KeyError, TypeError):
            raise Trouble(
                f"{self.keystore} does not open with the passphrase in {self.passphrase}."
            ) from None


class Loss(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rpc: int = Field(gt=0)
    stop: str = Field(min_length=1)
    start: str = Field(min_length=1)
    blocks: int = Field(default=10, gt=0)


class Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    network: str = Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")
    chain_id: int = Field(gt=0)
    finality_depth: int = Field(ge=0)
    rpc: list[Address] = Field(min_length=2)
    payer: Keys
    operator: Keys
    loss: Loss

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        if self.loss.rpc >= len(self.rpc):
            raise ValueError(f"loss.rpc is {self.loss.rpc}, and there are {len(self.rpc)} addresses")
        if self.network in ("development", "anvil"):
            raise ValueError(f"network is {self.network}, which is a name of local test chains")
        return self


def read(file: Path) -> Given:
    """Raises Trouble with every fault of it in one sentence."""
    try:
        raw = json.loads(file.read_text())
        for keys in ("payer", "operator"):
            if isinstance(raw, dict) and isinstance(raw.get(keys), dict):
                raw[keys] = {name: str(file.parent / str(path)) for name, path in raw[keys].items()}
        return Given.model_validate(raw)
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        raise Trouble(f"{file}: " + "; ".join(_clause(entry) for entry in error.errors()) + ".") from None
    except ValueError as error:
        raise Trouble(f"{file} is not JSON: {error}.") from None


def _clause(entry: object) -> str:
    assert isinstance(entry, dict)
    place = ".".join(str(part) for part in entry["loc"])
    return f"{place}: {entry['msg']}" if place else str(entry["msg"]).removeprefix("Value error, ")
