"""Every user of the trade at a desk of their own, with the token from their organisation's credentials."""

from __future__ import annotations

import json

from app.demo.desk import PATIENCE, Desk
from app.demo.timeline import Timeline
from app.local.stack import Place


class Desks:
    def __init__(self, place: Place, timeline: Timeline, patience: float = PATIENCE) -> None:
        """`patience` as each desk has it."""
        self._place, self._timeline, self._patience = place, timeline, patience
        self._open: dict[tuple[str, str], Desk] = {}

    def maker(self, part: str) -> Desk:
        return self._desk(part, "maker")

    def checker(self, part: str) -> Desk:
        return self._desk(part, "checker")

    def _desk(self, part: str, role: str) -> Desk:
        if (part, role) not in self._open:
            credentials = json.loads(self._place.credentials(part).read_text())
            token = next(user["token"] for user in credentials["users"] if user["role"] == role)
            self._open[part, role] = Desk(self._place.api_url, part, token, self._timeline, self._patience)
        return self._open[part, role]
