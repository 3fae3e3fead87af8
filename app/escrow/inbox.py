"""Terms of an escrow that a buyer has drafted; keeping a copy binds nobody."""

from __future__ import annotations

from app.escrow.service import KIND, take_draft
from app.mail.service import Handler

HANDLERS: dict[str, Handler] = {KIND: take_draft}
