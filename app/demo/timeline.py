"""What was done, as it happens and afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console

WIDTH = 118


@dataclass(frozen=True)
class Step:
    """`ms` from asking to final; `block` and `gas` of the transaction, None for a step that needs none."""

    actor: str
    action: str
    who: str
    block: int | None
    gas: int | None
    ms: int


class Timeline:
    def __init__(self, console: Console) -> None:
        self.steps: list[Step] = []
        self._console = console

    def headed(self) -> None:
        self._console.print(f"\n[bold]{'who':<30}{'what':<58}{'block':>7}{'gas':>10}{'ms':>7}[/bold]")

    def add(self, step: Step) -> None:
        self.steps.append(step)
        block = "" if step.block is None else f"{step.block}"
        gas = "" if step.gas is None else f"{step.gas:,}"
        self._console.print(
            f"{step.who:<30}{step.action:<58}{block:>7}{gas:>10}{step.ms:>7}", highlight=False
        )

    def note(self, text: str) -> None:
        """Something that is worth reading between two steps."""
        self._console.print(f"[dim]{'':<30}{text}[/dim]", highlight=False)

    def as_json(self) -> list[dict[str, Any]]:
        return [{key: value for key, value in asdict(step).items() if key != "who"} for step in self.steps]
