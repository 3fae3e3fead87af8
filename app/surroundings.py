"""What services reach through their session: clock, deployment, post, room, how long an order is good for.
Lists every inbox.
"""

from __future__ import annotations

from app.bills import inbox as bills_inbox
from app.cash import inbox as cash_inbox
from app.chain import course
from app.chain.deployments import Deployment
from app.chain.room import Room
from app.clock import SystemClock
from app.collateral import inbox as collateral_inbox
from app.config import Settings
from app.credits import inbox as credits_inbox
from app.db import Database
from app.documents import inbox as documents_inbox
from app.escrow import inbox as escrow_inbox
from app.exchange import inbox as exchange_inbox
from app.mail.service import Handler, LocalDelivery
from app.members import inbox as members_inbox
from app.members.service import Book
from app.milestones import inbox as milestones_inbox
from app.receivables import inbox as receivables_inbox
from app.standbys import inbox as standbys_inbox

INBOXES: tuple[dict[str, Handler], ...] = (
    members_inbox.HANDLERS,
    documents_inbox.HANDLERS,
    bills_inbox.HANDLERS,
    cash_inbox.HANDLERS,
    escrow_inbox.HANDLERS,
    exchange_inbox.HANDLERS,
    milestones_inbox.HANDLERS,
    credits_inbox.HANDLERS,
    receivables_inbox.HANDLERS,
    standbys_inbox.HANDLERS,
    collateral_inbox.HANDLERS,
)


def database_of(settings: Settings, idle_seconds: float = 0, longest_seconds: float = 0) -> Database:
    """The database with the surroundings that services reach through their session; `idle_seconds` and
    `longest_seconds` as Database says.
    """
    course.tell()
    handlers = {kind: handler for inbox in INBOXES for kind, handler in inbox.items()}
    return Database(
        settings.database_url,
        {
            "clock": SystemClock(settings.clock_offset_seconds),
            "deployment": Deployment.read(settings.deployment_file),
            "post": LocalDelivery(Book(), handlers),
            "room": Room(settings.most_waiting, settings.most_waiting_in_all),
            "order_lifetime": settings.order_lifetime_seconds,
        },
        idle_seconds,
        longest_seconds,
    )
