"""From an empty folder to a service that answers, step by step; a step that is done is not done again."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from app.auth.service import create_token, create_user
from app.clock import SystemClock
from app.db import Database
from app.local.ganache import require_free
from app.local.ground import GanacheGround, Ground
from app.local.processes import Process, wait_until
from app.local.trouble import Trouble
from app.main import every_scope
from app.members.domain import Person
from app.members.enrol import enrol, load
from app.migrations import migrate

Say = Callable[[str], None]

WORKERS = (("sender", "--kind", "maker"), ("sender", "--kind", "checker"), ("indexer",))


@dataclass(frozen=True)
class Place:
    """Where a state lies and where it listens. `starts_at` is the time of a new chain's first block; None:
    now. `network` is what Brownie's scripts call the chain.
    """

    folder: Path
    chain_port: int
    api_port: int
    starts_at: datetime | None = None
    network: str = "development"

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{(self.folder / 'entrepot.sqlite').resolve()}"

    @property
    def deployment_file(self) -> Path:
        return self.folder / "deployments" / f"{self.network}.json"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def admission(self) -> Path:
        return self.folder / "admission.json"

    @property
    def settings(self) -> Path:
        return self.folder / "service.env"

    def credentials(self, member: str) -> Path:
        return self.folder / "credentials" / f"{member}.json"


@dataclass
class Stack:
    """`members` as `app.members.enrol` reads them; `clock_offset` is how far, in seconds, the chain's time is
    from the machine's. `ground` is of the place's network; `rpc_url` is known once it is started.
    """

    place: Place
    members: Sequence[dict[str, Any]]
    say: Say
    clock_offset: int = 0
    ground: Ground = field(default_factory=GanacheGround)
    rpc_url: str = field(default="", init=False)
    _running: list[Process] = field(default_factory=list)
    _metrics_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def start(self) -> None:
        """Raises Trouble, with everything stopped again."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self.stop_service()
        self.ground.stop()

    def stop_service(self) -> None:
        """Workers and interface, not the chain."""
        for process in reversed(self._running):
            process.stop()
        self._running.clear()

    def require_running(self) -> None:
        for process in self._running:
            process.require_running()
        self.ground.require_running()

    def _start(self) -> None:
        place = self.place
        require_free(place.api_port, "the service")
        place.folder.mkdir(parents=True, exist_ok=True)
        self._require_whole()
        self.say("starting the chain")
        self.rpc_url = self.ground.start(place.chain_port, place.folder, place.starts_at)
        self._enrol()
        self._deploy()
        self._host()
        self.say("starting the service")
        for worker in WORKERS:
            name = "-".join(word for word in worker if not word.startswith("--"))
            self._run_beside(name, [sys.executable, "-m", "app.workers", *worker])
        api = self._run_beside(
            "api",
            [
                *(sys.executable, "-m", "uvicorn", "--factory", "app.main:service", "--http", "h11"),
                *("--host", "127.0.0.1", "--port", str(place.api_port), "--no-access-log"),
            ],
        )
        wait_until(self._ready, api, "The service")

    def _require_whole(self) -> None:
        """A chain without the deployment's file, or the other way round, is no state of ours."""
        made = {
            name: (self.place.folder / name).exists() for name in ("chain", "deployments", "entrepot.sqlite")
        }
        if made["entrepot.sqlite"] and not (made["chain"] and made["deployments"]):
            missing = " and ".join(name for name in ("chain", "deployments") if not made[name])
            raise Trouble(
                f"The state in {self.place.folder} is not whole ({missing} missing): put it back from a "
                f"copy, or begin anew with `rm -r {self.place.folder}`."
            )

    def _enrol(self) -> None:
        if self.place.admission.exists():
            return
        if self.place.keys.exists():
            raise Trouble(
                f"The state in {self.place.folder} is half made: enrolment stopped on the way. Nothing "
                f"stands on a chain yet; begin anew with `rm -r {self.place.folder}`."
            )
        self.say(f"making keys and numbers for {len(self.members)} organisations")
        request = enrol(self.members, self.place.keys)
        written = self.place.admission.with_suffix(".part")
        written.write_text(json.dumps(request, indent=1) + "\n")
        written.rename(self.place.admission)

    def _deploy(self) -> None:
        self.say("deploying the contracts and admitting the organisations")
        self.ground.bring(self.place.folder, self.place.admission)

    def _host(self) -> None:
        migrate(self.place.database_url)
        database = Database(self.place.database_url, {"clock": SystemClock(self.clock_offset)})
        try:
            for entry in self.members:
                if not self.place.credentials(entry["id"]).exists():
                    self._host_member(database, entry["id"])
        finally:
            database.close()

    def _host_member(self, database: Database, member: str) -> None:
        private = json.loads((self.place.keys / "members" / f"{member}.json").read_text())
        with database.writing() as session:
            row = load(session, private)
            users = []
            for person in Person:
                role = person.name.lower()
                user = create_user(
                    session,
                    member_id=row.id,
                    name=f"{row.name}: {role}",
                    person=int(person),
                    role=role,
                    scopes=every_scope(),
                    signs_outside=private.get("signs_outside", False),
                )
                users.append({"name": user.name, "role": role, "token": create_token(session, user)})
            credentials = {
                "member": row.id,
                "name": row.name,
                "lei": row.lei,
                "api": self.place.api_url,
                "users": users,
            }
        _write_private(self.place.credentials(member), credentials)

    def _environment(self) -> dict[str, str]:
        """The service's settings, also left for an operator's commands to read."""
        place = self.place
        settings = {
            "ENTREPOT_DATABASE_URL": place.database_url,
            "ENTREPOT_RPC_URL": self.rpc_url,
            "ENTREPOT_CHAIN_ID": str(self.ground.chain_id),
            "ENTREPOT_FINALITY_DEPTH": str(self.ground.finality_depth),
            "ENTREPOT_DEPLOYMENT_FILE": str(place.deployment_file.resolve()),
            "ENTREPOT_KEYS_DIR": str(place.keys.resolve()),
            "ENTREPOT_CLOCK_OFFSET_SECONDS": str(self.clock_offset),
            "ENTREPOT_POLL_INTERVAL": "0.05",
            "ENTREPOT_PUBLIC_URL": place.api_url,
            "ENTREPOT_METRICS_TOKEN": self._metrics_token,
        }
        lines = [f"{name}={shlex.quote(value)}" for name, value in settings.items()]
        _write_private_text(place.settings, "\n".join(lines) + "\n")
        return settings

    def _run_beside(self, name: str, command: Sequence[str]) -> Process:
        log = self.place.folder / "logs" / f"{name}.log"
        process = Process(name, command, log, self._environment(), gives_way=True)
        self._running.append(process)
        return process

    def _ready(self) -> bool:
        for process in self._running:
            process.require_running()
        try:
            return httpx.get(f"{self.place.api_url}/ready").status_code == 200
        except httpx.HTTPError:
            return False


def offset_to(moment: datetime) -> int:
    """Seconds from the machine's clock to `moment`."""
    return round((moment - datetime.now(UTC)).total_seconds())


def _write_private(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_private_text(path, json.dumps(content, indent=1))


def _write_private_text(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    part.rename(path)
