"""Whatever banks ask in whatever order, no document is financed beyond its whole: games beside a model."""

from __future__ import annotations

from random import Random

import pytest

from tests.contracts.attempts import taken
from tests.contracts.receivables.papers import DAY, NOON, asked, fingerprints

STEPS = 30
MARKS = fingerprints("one", "two", "three", "four")
LIVE = ("reserved", "financed", "settled", "disputed")


@pytest.mark.parametrize("seed", range(2))
def test_no_document_is_financed_beyond_its_whole(at, bank, rival, financier, register, seed):
    """INV-8, RECEIVABLES-4, RECEIVABLES-7, RECEIVABLES-10: what is taken is the sum of all live shares."""
    random, now, model, happened = Random(seed), NOON, {}, 0
    for _ in range(STEPS):
        now += random.randrange(3_600, DAY)
        at(now)
        who, known = random.choice((bank, rival, financier)), random.choice(list(model) or [None])
        if known is not None and random.random() < 0.7:
            who = model[known][0]
        mine = known is not None and model[known][0] is who
        step = random.choice(("reserve", "reserve", "finance", "settle", "dispute", "release", "clear"))
        if step == "reserve":
            of = tuple(sorted(random.sample(MARKS, random.randint(1, 3))))
            known = asked(who, random.randrange(1, 4_001), of)
            args = (known, now + random.randrange(60, 6 * DAY), ())
        elif known is None:
            continue
        else:
            id = register.idOf(known)
            args = {"release": (known,), "clear": ((known,),), "dispute": (id, MARKS[0])}.get(step, (id,))
        before = model.get(known, (who, "unknown"))[1]
        if not taken(who, register, step, *args):
            continue
        assert step in ("reserve", "clear") or mine, "a step of another's was taken"
        after = {
            "reserve": "reserved",
            "finance": "financed",
            "settle": "settled",
            "dispute": "disputed",
        }.get(step, "released")
        assert (before, step) not in {("settled", "release"), ("financed", "clear"), ("settled", "clear")}
        happened += 1
        model[known] = (model[known][0] if known in model else who, after)
        for mark in MARKS:
            live = sum(f.share for f, (_, state) in model.items() if state in LIVE and mark in f.fingerprints)
            assert live <= 10_000, f"{mark} is financed {live} of 10000, after {step} by {who.name}"
            assert register.standingOf(mark)["taken"] == live
    assert happened >= 8, "a game in which little happened says little"
