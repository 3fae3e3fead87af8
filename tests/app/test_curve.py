"""Points: the published vectors of RFC 9380 (appendix J.8.1), and what multiplying and adding must keep."""

from __future__ import annotations

import pytest
from coincurve import PrivateKey, PublicKey
from hypothesis import given
from hypothesis import strategies as st

from app.curve import (
    ORDER,
    NotAPoint,
    added,
    generated,
    hashed_to_point,
    hashed_to_scalar,
    multiplied,
    random_scalar,
    require_point,
)

TAG = b"QUUX-V01-CS02-with-secp256k1_XMD:SHA-256_SSWU_RO_"
VECTORS = {
    b"": (
        "c1cae290e291aee617ebaef1be6d73861479c48b841eaba9b7b5852ddfeb1346",
        "64fa678e07ae116126f08b022a94af6de15985c996c3a91b64c406a960e51067",
    ),
    b"abc": (
        "3377e01eab42db296b512293120c6cee72b6ecf9f9205760bd9ff11fb3cb2c4b",
        "7f95890f33efebd1044d382a01b1bee0900fb6116f94688d487c6c7b9c8371f6",
    ),
    b"abcdef0123456789": (
        "bac54083f293f1fe08e4a70137260aa90783a5cb84d3f35848b324d0674b0e3a",
        "4436476085d4c3c4508b60fcf4389c40176adce756b398bdee27bca19758d828",
    ),
    b"q128_" + b"q" * 128: (
        "e2167bc785333a37aa562f021f1e881defb853839babf52a7f72b102e41890e9",
        "f2401dd95cc35867ffed4f367cd564763719fbc6a53e969fb8496a1e6685d873",
    ),
    b"a512_" + b"a" * 512: (
        "e3c8d35aaaf0b9b647e88a0a0a7ee5d5bed5ad38238152e4e6fd8c1f8cb7c998",
        "8446eeb6181bf12f56a9d24e262221cc2f0c4725c7e3803024b5888ee5823aa6",
    ),
}

scalars = st.integers(1, ORDER - 1)
points = scalars.map(generated)


@pytest.mark.parametrize("content", VECTORS, ids=lambda content: content[:16].decode() or "nothing")
def test_content_is_hashed_to_the_published_point(content: bytes) -> None:
    x, y = (int(part, 16) for part in VECTORS[content])
    assert hashed_to_point(content, TAG) == PublicKey.from_point(x, y).format()


def test_another_tag_is_another_point_and_another_number() -> None:
    assert hashed_to_point(b"abc", b"one") != hashed_to_point(b"abc", b"other")
    assert hashed_to_scalar(b"abc", b"one") != hashed_to_scalar(b"abc", b"other")


@given(first=scalars, second=scalars)
def test_multiplying_follows_the_scalars_whatever_they_were_split_into(first: int, second: int) -> None:
    point = generated(first)
    assert point == PrivateKey.from_int(first).public_key.format()
    assert multiplied(point, second) == generated(first * second % ORDER)
    assert multiplied(multiplied(point, second), pow(second, -1, ORDER)) == point


@given(first=scalars, second=scalars)
def test_adding_follows_the_scalars(first: int, second: int) -> None:
    if (first + second) % ORDER:
        assert added([generated(first), generated(second)]) == generated((first + second) % ORDER)


def test_infinity_is_refused() -> None:
    with pytest.raises(NotAPoint, match="infinity"):
        added([generated(5), generated(ORDER - 5)])
    for scalar in (0, ORDER, -1):
        with pytest.raises(NotAPoint, match="at least 1"):
            multiplied(generated(5), scalar)


@pytest.mark.parametrize(
    "wrong",
    [b"", bytes(33), b"\2" + bytes(32), b"\5" * 33, PrivateKey(b"\7").public_key.format(compressed=False)],
)
def test_bytes_that_are_no_compressed_point_are_refused(wrong: bytes) -> None:
    for use in (require_point, lambda point: multiplied(point, 2), lambda point: added([point])):
        with pytest.raises(NotAPoint):
            use(wrong)


def test_random_scalars_are_scalars_and_differ() -> None:
    drawn = {random_scalar() for _ in range(100)}
    assert len(drawn) == 100
    assert all(0 < scalar < ORDER for scalar in drawn)
