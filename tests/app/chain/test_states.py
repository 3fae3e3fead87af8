"""The life of an operation, step by step. SERVICE-40"""

from __future__ import annotations

import pytest

from app.chain.states import ENDED, NEXT, WORDS, Status, WrongStep, step


def test_nothing_that_ended_ever_changes() -> None:
    assert {Status.FINAL, Status.FAILED, Status.REJECTED, Status.CANCELLED} == ENDED
    for ended in ENDED:
        for then in Status:
            with pytest.raises(WrongStep):
                step(ended, then)


def test_nothing_is_final_without_a_block() -> None:
    assert {now for now in Status if Status.FINAL in NEXT[now]} == {Status.MINED}


def test_nobody_but_a_checker_takes_an_operation_of_two_persons_on() -> None:
    assert NEXT[Status.MADE].isdisjoint({Status.QUEUED, Status.SIGNED, Status.SENT})
    assert {now for now in Status if Status.QUEUED in NEXT[now]} == {Status.AWAITING_CHECK, Status.UNSIGNED}


def test_what_is_signed_cannot_be_called_back() -> None:
    for now in (Status.SIGNED, Status.SENT, Status.MINED):
        assert NEXT[now].isdisjoint({Status.CANCELLED, Status.REJECTED})


def test_every_status_has_words() -> None:
    assert set(WORDS) == set(Status)
