"""One user at a desk: a token, and requests over HTTP."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from app.demo.timeline import Step, Timeline

PATIENCE = 50
# Where an operation rests: it ended, or waits for a person.
RESTS = ("final", "failed", "rejected", "cancelled", "awaiting_check")


class Unexpected(SystemExit):
    """The service did something else than the story says; ends the play with a sentence."""


class Desk:
    def __init__(
        self, base: str, actor: str, token: str, timeline: Timeline, patience: float = PATIENCE
    ) -> None:
        """`patience`, in seconds, is for a chain on which finality takes longer than a request may wait."""
        self.actor, self._timeline, self._patience = actor, timeline, patience
        self._http = httpx.Client(
            base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE + 10
        )

    def get(self, path: str) -> Any:
        return self._expect(self._http.get(path), 200)

    def wait_for(self, path: str) -> Any:
        """What was sent to us arrives when its operation is final: ask until it is there."""
        until = time.monotonic() + self._patience
        while True:
            answer = self._http.get(path)
            found = answer.json() if answer.status_code == 200 else None
            if found and (not isinstance(found, dict) or found.get("items", True)):
                return found
            if time.monotonic() > until:
                raise Unexpected(
                    f"{self.actor} waited {self._patience:.0f} s for {path}: {answer.text[:300]}"
                )
            time.sleep(0.05)

    def tell(self, action: str, path: str, body: Mapping[str, Any]) -> Any:
        """A step between the parties alone: done at once, and nothing of it on the chain."""
        started = time.monotonic()
        answer = self._expect(self._write(path, body), 200, 201)
        self._timeline.add(Step(self.actor, action, self.actor, None, None, _ms_since(started)))
        return answer

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """A write that becomes an operation; returned as it rests: final, failed or awaiting a check."""
        until = time.monotonic() + self._patience
        operation = self._expect(self._write(path, body), 202)
        while operation["status"] not in RESTS and time.monotonic() < until:
            time.sleep(0.2)
            operation = self.get(f"/operations/{operation['id']}")
        return operation

    def begin(self, path: str, body: Mapping[str, Any]) -> Any:
        """The same, returned as it is at once."""
        return self._expect(self._write(path, body, wait=0), 202)

    def act(self, action: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One person's operation, to its end."""
        started = time.monotonic()
        return self._told(action, self.actor, started, self.ask(path, body))

    def act_together(
        self, checker: Desk, action: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Any:
        """A maker asks, a checker reads and approves, and the operation goes to its end."""
        started = time.monotonic()
        made = self.ask(path, body)
        if made["status"] != "awaiting_check":
            raise Unexpected(
                f"{self.actor}: {action} should wait for a second person, and is {made['status']}: "
                f"{made.get('refusal') or made}"
            )
        read = checker.get(f"/operations/{made['id']}")
        done = checker.ask(f"/operations/{read['id']}/approve")
        return self._told(action, f"{self.actor} (maker, checker)", started, done)

    def turned_down(self, path: str, body: Mapping[str, Any] | None = None) -> str:
        """The code of the refusal of what must not be taken."""
        return str(self._expect(self._write(path, body, wait=0), 403, 404, 409)["code"])

    def close(self) -> None:
        self._http.close()

    def _told(self, action: str, who: str, started: float, operation: Any) -> Any:
        if operation["status"] != "final":
            raise Unexpected(
                f"{self.actor}: {action} is {operation['status']}: {operation.get('refusal') or operation}"
            )
        step = Step(
            self.actor, action, who, operation["block"], operation["transaction_gas_used"], _ms_since(started)
        )
        self._timeline.add(step)
        return operation

    def _write(self, path: str, body: Mapping[str, Any] | None, wait: int = PATIENCE) -> httpx.Response:
        headers = {"Idempotency-Key": str(uuid4()), "Prefer": f"wait={wait}"}
        return self._http.post(path, json=body, headers=headers)

    def _expect(self, answer: httpx.Response, *allowed: int) -> Any:
        if answer.status_code not in allowed:
            raise Unexpected(
                f"{self.actor}: {answer.request.method} {answer.request.url.path}: {answer.text[:2000]}"
            )
        return answer.json() if answer.content else None


def _ms_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
