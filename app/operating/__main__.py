"""The operator's command line: python -m app.operating COMMAND, or make operate ARGS="COMMAND ...".

Ends with 0 where all is well, 1 where something was found that wants attention, 2 where the command was
refused or could not be carried out, which is then one sentence. Settings are the service's own, from the
environment.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.chain.client import Chain, NodeDown, NodeError
from app.config import CannotStart, Settings
from app.errors import DomainError
from app.operating import backup, fingerprints, quarantine, rebuild, reconcile, restore, wishes
from app.operating.desk import Desk, Refused
from app.operating.status import status_lines
from app.operating.stuck import stuck_lines
from app.surroundings import database_of

WELL, FOUND, NOT_DONE = 0, 1, 2

Command = Callable[[Desk, argparse.Namespace], int]


def _status(desk: Desk, given: argparse.Namespace) -> int:
    return _say(desk, *status_lines(desk))


def _stuck(desk: Desk, given: argparse.Namespace) -> int:
    return _say(desk, *stuck_lines(desk, given.seconds))


def _replace(desk: Desk, given: argparse.Namespace) -> int:
    return _say(desk, wishes.replace_lines(desk, given.id, given.gas, given.price))


def _cancel(desk: Desk, given: argparse.Namespace) -> int:
    return _say(desk, wishes.cancel_lines(desk, given.id, given.price))


def _quarantine(desk: Desk, given: argparse.Namespace) -> int:
    if given.what == "show":
        return _say(desk, quarantine.show_lines(desk, given.place))
    if given.what == "retry":
        return _say(desk, quarantine.retry_lines(desk))
    return _say(desk, quarantine.list_lines(desk))


def _rebuild(desk: Desk, given: argparse.Namespace) -> int:
    found = rebuild.rebuild(desk, replace=given.replace)
    return _say(desk, rebuild.report(found), FOUND if found.differences else WELL)


def _reconcile(desk: Desk, given: argparse.Namespace) -> int:
    return _say(desk, *reconcile.reconcile_lines(desk))


def _backup(desk: Desk, given: argparse.Namespace) -> int:
    return _say(desk, backup.backup_lines(desk, given.folder))


def _restore(desk: Desk, given: argparse.Namespace) -> int:
    return _say(desk, restore.restore_lines(desk, given.folder, given.wait))


def _fingerprint_key(desk: Desk, given: argparse.Namespace) -> int:
    return _say(desk, fingerprints.deal_lines(desk, given.evaluators, given.threshold))


def _say(desk: Desk, lines: Sequence[str], code: int = WELL) -> int:
    for line in lines:
        desk.say(line)
    return code


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="python -m app.operating", description=str(__doc__).partition("\n")[0]
    )
    commands = found.add_subparsers(dest="command", required=True)

    def command(name: str, run: Command, what: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=what, description=what)
        one.set_defaults(run=run)
        return one

    command("status", _status, "where the loop stands: blocks, what waits, workers, what is put aside")
    stuck = command("stuck", _stuck, "transactions that no block takes, and holes among the nonces")
    stuck.add_argument("--seconds", type=int, default=60, help="sent so long ago, at least (60)")
    for name, run, what in (
        ("replace", _replace, "give a stuck transaction again on the same nonce, with more gas or a price"),
        ("cancel", _cancel, "fill the nonce of a stuck transaction with nothing instead"),
    ):
        one = command(name, run, what)
        one.add_argument("id", help="the operation's id, or the transaction's number as `stuck` shows it")
        one.add_argument("--price", type=int, default=0, help="wei for each unit of gas (0)")
        if name == "replace":
            one.add_argument("--gas", type=int, help="another limit of gas")
    aside = command("quarantine", _quarantine, "logs that were put aside: see them, try them again")
    kinds = aside.add_subparsers(dest="what", required=True)
    kinds.add_parser("list", help="all of them")
    kinds.add_parser("show", help="one of them, whole").add_argument("place", metavar="BLOCK-INDEX")
    kinds.add_parser("retry", help="try all of them again, in their places")
    again = command("rebuild", _rebuild, "the read model once more from the node, compared row by row")
    again.add_argument("--replace", action="store_true", help="put what the chain says in the place of ours")
    command("reconcile", _reconcile, "read model, operations and nonces against the node's own state")
    copy = command("backup", _backup, "a consistent copy of the database into an empty folder, without keys")
    copy.add_argument("folder", type=Path)
    back = command("restore", _restore, "a backup into an empty database, and what happened since")
    back.add_argument("folder", type=Path)
    back.add_argument("--wait", type=int, default=60, help="seconds to wait for what lies in the node (60)")
    dealt = command("fingerprint-key", _fingerprint_key, "deal the fingerprints' key among evaluators, once")
    dealt.add_argument("evaluators", nargs="+", metavar="MEMBER", help="who holds a part of it")
    dealt.add_argument("--threshold", type=int, required=True, help="how many of them have to answer")
    return found


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    given = parser().parse_args(arguments)
    try:
        settings = Settings.from_environment(environment)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return NOT_DONE
    desk = Desk(settings, database_of(settings), Chain(settings), lambda line: print(line, flush=True))
    try:
        code: int = given.run(desk, given)
        return code
    except (Refused, DomainError) as error:
        print(error, file=sys.stderr)
    except NodeDown as error:
        print(f"The node at {settings.rpc_url} cannot be reached: {error}.", file=sys.stderr)
    except NodeError as error:
        print(f"The node refused: {error}.", file=sys.stderr)
    except SQLAlchemyError as error:
        first = str(error).splitlines()[0]
        print(f"The database does not do what is needed: {first}.", file=sys.stderr)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"The disk does not take or give it: {error.strerror}{where}.", file=sys.stderr)
    finally:
        desk.chain.close()
        desk.database.close()
    return NOT_DONE


if __name__ == "__main__":
    # What a worker would log, the command says in its own words.
    logging.getLogger("app").setLevel(logging.CRITICAL)
    sys.exit(main())
