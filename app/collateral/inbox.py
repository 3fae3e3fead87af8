"""Mail about links between credits: each side keeps its own copy."""

from __future__ import annotations

from app.collateral import service
from app.mail.service import Handler

HANDLERS: dict[str, Handler] = {service.OFFERED: service.keep_offered, service.TAKEN: service.keep_taken}
