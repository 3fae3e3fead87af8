"""Fingerprints under a key that nobody holds: equal for equal content, and no answer taken on trust."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import pytest

from app.curve import ORDER, generated, multiplied
from app.errors import Conflict
from app.receivables.dealing import Deal, Dealt, deal, key_of, share_of
from app.receivables.oprf import Evaluation, Key, Share, blind, combine, evaluate, weight

CONTENT = b'["entrepot/1","invoice","number","lei:529900T8BM49AURSDO55","INV1"]'
EVALUATORS, THRESHOLD = 5, 3


def given_to(evaluator: int, deals: Iterable[Deal]) -> list[Dealt]:
    return [Dealt(one.dealer, one.commitments, one.parts[evaluator - 1]) for one in deals]


def a_key() -> tuple[list[Share], Key]:
    deals = [deal(dealer, THRESHOLD, EVALUATORS) for dealer in range(1, EVALUATORS + 1)]
    shares = [share_of(number, given_to(number, deals)) for number in range(1, EVALUATORS + 1)]
    return shares, key_of([one.commitments for one in deals], EVALUATORS)


SHARES, KEY = a_key()


def fingerprint(content: bytes, shares: Iterable[Share] = SHARES, key: Key = KEY) -> bytes:
    asked = blind(content)
    return combine(asked, [evaluate(share, asked.element) for share in shares], key)


def code(error: pytest.ExceptionInfo[Conflict]) -> str:
    return error.value.refusal.code


def test_a_known_key_gives_the_known_fingerprint() -> None:
    """SRECEIVABLES-10: key 7, one evaluator; computed once by this code, and it must never change."""
    alone = Key(1, (generated(7),))
    found = fingerprint(CONTENT, [Share(1, 7)], alone)
    assert found.hex() == "8f76ba3125e2fa3032b187f43c21c385efefdc142add61ac923c252e4577921d"


def test_equal_content_has_one_fingerprint_whatever_hides_it_and_whoever_answers() -> None:
    """SRECEIVABLES-10"""
    chosen = [fingerprint(CONTENT, some) for some in combinations(SHARES, THRESHOLD)]
    assert set(chosen) == {fingerprint(CONTENT)}
    assert len(chosen[0]) == 32


def test_one_byte_more_or_another_key_is_another_fingerprint() -> None:
    """SRECEIVABLES-10"""
    others = [fingerprint(CONTENT + b" "), fingerprint(b""), fingerprint(CONTENT, *a_key())]
    assert len({fingerprint(CONTENT), *others}) == 4


def test_a_shared_key_answers_as_the_whole_one_would() -> None:
    """SRECEIVABLES-10: the sum of the dealers' constants, which only this test ever adds up."""
    constants = (11, 22)
    lines = [Deal(n, (generated(c), generated(5)), (c + 5, c + 10, c + 15)) for n, c in enumerate(constants)]
    shares = [share_of(number, given_to(number, lines)) for number in (1, 2, 3)]
    shared = fingerprint(CONTENT, shares, key_of([line.commitments for line in lines], 3))
    assert shared == fingerprint(CONTENT, [Share(1, sum(constants))], Key(1, (generated(sum(constants)),)))


def test_what_is_sent_is_another_element_each_time_and_not_the_content_s_own() -> None:
    """SRECEIVABLES-11"""
    first, second = blind(CONTENT), blind(CONTENT)
    assert first.element != second.element
    unblinded = {multiplied(asked.element, pow(asked.secret, -1, ORDER)) for asked in (first, second)}
    assert len(unblinded) == 1
    assert not unblinded & {first.element, second.element}


def test_secrets_are_not_printed() -> None:
    """SRECEIVABLES-11"""
    asked, line = blind(CONTENT), deal(1, 2, 3)
    shown = repr([asked, SHARES[0], line, given_to(1, [line])])
    for secret in (asked.secret, SHARES[0].scalar, *line.parts):
        assert str(secret) not in shown


def test_too_few_answers_give_nothing() -> None:
    """SRECEIVABLES-12"""
    with pytest.raises(Conflict) as error:
        fingerprint(CONTENT, SHARES[: THRESHOLD - 1])
    assert code(error) == "evaluations-too-few"
    assert error.value.refusal.values == {"answered": [1, 2], "threshold": 3}


def test_one_evaluator_that_answers_many_times_counts_once() -> None:
    """SRECEIVABLES-12"""
    with pytest.raises(Conflict) as error:
        fingerprint(CONTENT, [SHARES[0]] * THRESHOLD)
    assert code(error) == "evaluations-too-few"


def altered(answer: Evaluation, other: Evaluation) -> dict[str, Evaluation]:
    return {
        "another element": replace(answer, element=other.element),
        "the generator for an element": replace(answer, element=generated(1)),
        "no point": replace(answer, element=b"\2" + bytes(32)),
        "another challenge": replace(answer, challenge=answer.challenge ^ 1),
        "no challenge": replace(answer, challenge=0),
        "another response": replace(answer, response=(answer.response + 1) % ORDER),
        "a response out of range": replace(answer, response=answer.response + ORDER),
        "a response below zero": replace(answer, response=-1),
        "another's number": replace(answer, evaluator=4),
        "nobody's number": replace(answer, evaluator=EVALUATORS + 1),
        "number 0": replace(answer, evaluator=0),
    }


@pytest.mark.parametrize("change", altered(Evaluation(1, b"", 1, 1), Evaluation(1, b"", 1, 1)))
def test_a_changed_answer_is_noticed_and_its_evaluator_named(change: str) -> None:
    """SRECEIVABLES-12"""
    asked = blind(CONTENT)
    answers = [evaluate(share, asked.element) for share in SHARES[:3]]
    wrong = altered(answers[1], evaluate(SHARES[1], blind(b"other").element))[change]
    with pytest.raises(Conflict) as error:
        combine(asked, [answers[0], wrong, answers[2]], KEY)
    assert code(error) == "evaluation-wrong"
    assert error.value.refusal.values == {"evaluators": [wrong.evaluator]}


def test_another_share_is_noticed_though_its_proof_is_in_order() -> None:
    """SRECEIVABLES-12"""
    with pytest.raises(Conflict) as error:
        fingerprint(CONTENT, [*SHARES[:2], Share(3, SHARES[2].scalar + 1)])
    assert error.value.refusal.values == {"evaluators": [3]}


def test_an_answer_to_another_question_is_noticed() -> None:
    """SRECEIVABLES-12"""
    asked, other = blind(CONTENT), blind(CONTENT)
    with pytest.raises(Conflict) as error:
        combine(asked, [evaluate(share, other.element) for share in SHARES], KEY)
    assert error.value.refusal.values == {"evaluators": [1, 2, 3, 4, 5]}


def test_an_evaluator_computes_on_points_only() -> None:
    """SRECEIVABLES-12"""
    for wrong in (b"", bytes(33), b"\2" + bytes(32)):
        with pytest.raises(Conflict) as error:
            evaluate(SHARES[0], wrong)
        assert code(error) == "element-unreadable"


# ---------------------------------------------------------------------------------------------------- dealing


def test_a_part_that_does_not_fit_its_commitments_names_its_dealer() -> None:
    """SRECEIVABLES-13"""
    deals = [deal(dealer, THRESHOLD, EVALUATORS) for dealer in (1, 2, 3)]
    given = given_to(4, deals)
    for part in (given[1].part + 1, 0, ORDER):
        with pytest.raises(Conflict) as error:
            share_of(4, [given[0], replace(given[1], part=part), given[2]])
        assert code(error) == "part-wrong"
        assert error.value.refusal.values == {"dealers": [2]}


def test_shares_are_what_the_commitments_say() -> None:
    """SRECEIVABLES-13"""
    assert KEY.threshold == THRESHOLD
    assert KEY.shares == tuple(generated(share.scalar) for share in SHARES)


@pytest.mark.parametrize("key", [1, 2, ORDER - 1])
def test_two_shares_of_three_fit_every_key(key: int) -> None:
    """SRECEIVABLES-13: whatever the key, there is a third share that goes with the same two."""
    two = [Share(1, 1234), Share(2, 5678)]
    known = sum(share.scalar * weight(share.evaluator, (1, 2, 3)) for share in two)
    third = Share(3, (key - known) * pow(weight(3, (1, 2, 3)), -1, ORDER) % ORDER)
    shares = [*two, third]
    shared = Key(3, tuple(generated(share.scalar) for share in shares))
    assert fingerprint(CONTENT, shares, shared) == fingerprint(
        CONTENT, [Share(1, key)], Key(1, (generated(key),))
    )


def test_a_threshold_out_of_range_and_deals_of_different_thresholds_are_refused() -> None:
    """SRECEIVABLES-13"""
    for threshold in (0, 4):
        with pytest.raises(Conflict) as error:
            deal(1, threshold, 3)
        assert code(error) == "threshold-out-of-range"
    with pytest.raises(Conflict) as error:
        key_of([deal(1, 2, 3).commitments, deal(2, 3, 3).commitments], 3)
    assert code(error) == "thresholds-differ"
