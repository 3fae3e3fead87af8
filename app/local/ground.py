"""What a stack stands on: a chain, and the way in which contracts and members come to it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.local.ganache import CHAIN_ID, Ganache
from app.local.processes import run


class Ground(Protocol):
    """Two are real: Ganache here, and a live network, ours or an operator's (app/network/founding.py)."""

    @property
    def chain_id(self) -> int: ...

    @property
    def network(self) -> str:
        """As Brownie's scripts call it; the deployment's file is <network>.json."""

    @property
    def finality_depth(self) -> int: ...

    def start(self, port: int, folder: Path, starts_at: datetime | None) -> str:
        """The address of the node that the service uses. What the chain keeps lies in `folder`; `port` and
        `starts_at` are for a chain that is made here. Raises Trouble.
        """

    def bring(self, folder: Path, admission: Path) -> None:
        """Contracts, founders' seats and the admission, by the operators' own scripts; the record of it goes
        to folder/deployments/<network>.json. Goes on where it stopped. Raises Trouble.
        """

    def require_running(self) -> None:
        """Raises Trouble."""

    def stop(self) -> None: ...


class GanacheGround:
    """Final at once; one process; the founders' votes are given in one go."""

    chain_id = CHAIN_ID
    network = "development"
    finality_depth = 0

    def __init__(self) -> None:
        self._chain: Ganache | None = None
        self._port = 0

    def start(self, port: int, folder: Path, starts_at: datetime | None) -> str:
        self._port = port
        self._chain = Ganache(port, folder, starts_at=starts_at)
        return self._chain.url

    def bring(self, folder: Path, admission: Path) -> None:
        run(
            "The deployment",
            ["toolbox/brownie", "run", "local", "--network", self.network],
            folder / "logs" / "deployment.log",
            {
                "CHAIN_PORT": str(self._port),
                "ENTREPOT_STATE": str(folder.resolve()),
                "ENTREPOT_ADMISSION": str(admission.resolve()),
            },
        )

    def require_running(self) -> None:
        if self._chain is not None:
            self._chain.require_running()

    def stop(self) -> None:
        if self._chain is not None:
            self._chain.stop()
            self._chain = None
