"""What one organisation tells another outside of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """`sender` and `recipient` are LEIs; `id` is the sender's own and unique for it."""

    id: str
    sender: str
    recipient: str
    kind: str
    body: Mapping[str, Any]
    sent_at: datetime
    attachments: tuple[Attachment, ...] = ()
