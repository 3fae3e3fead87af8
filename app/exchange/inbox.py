"""Terms of an exchange that another member offers; keeping a copy binds nobody."""

from __future__ import annotations

from app.exchange.service import KIND, take_offer
from app.mail.service import Handler

HANDLERS: dict[str, Handler] = {KIND: take_offer}
