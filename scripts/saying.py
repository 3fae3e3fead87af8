"""How a script speaks to who runs it: one sentence for each thing that is done, asked or refused."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

LOCAL = ("development", "anvil")


class Refused(Exception):
    """What was expected to go wrong, and did: one sentence that says what to do about it."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def ask(network: str, question: str, yes: bool) -> None:
    """Asks before a live network is touched. `yes` was given beforehand, by who runs this unattended."""
    if network in LOCAL or yes:
        return
    try:
        answer = input(f"{question} On {network}, for good: type yes to go on: ")
    except EOFError:
        raise Refused(
            "Nobody is here to be asked. Nothing was done; yes=1 among the arguments says yes beforehand."
        ) from None
    if answer.strip().lower() != "yes":
        raise Refused("Nothing was done.")


def command(script: Callable[..., None]) -> Callable[..., None]:
    """A function that `brownie run` calls: its arguments are words of the form name=value, and what is
    refused is one sentence and exit status 1.
    """

    @functools.wraps(script)
    def run(*words: str) -> None:
        try:
            script(**_named(words))
        except Refused as refused:
            raise SystemExit(str(refused)) from None
        except TypeError as error:
            # The signature is a command's manual: Python's own sentence names what is missing or unknown.
            if error.__traceback__ is not None and error.__traceback__.tb_next is None:
                raise SystemExit(f"{error}. Arguments are given as name=value.") from None
            raise
        except OSError as error:
            raise SystemExit(_of_system(error)) from None

    return run


def _named(words: tuple[str, ...]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.isidentifier():
            raise Refused(f"{word!r} is not of the form name=value.")
        if name in given:
            raise Refused(f"{name} is given twice.")
        given[name] = value
    return given


def _of_system(error: OSError) -> str:
    if error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    return f"The chain does not answer ({type(error).__name__}): start it, or put its address right."
