"""Points of secp256k1, and hashing to them by RFC 9380 (secp256k1_XMD:SHA-256_SSWU_RO_).

A point is its 33 compressed bytes, a scalar a whole number from 1 below `ORDER`; the point at infinity is
never met. Points are multiplied and added by libsecp256k1; only the map from a hash to a point is computed
here, on whole numbers, in a time that depends on what is hashed: whoever hashes knows the content anyway.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

from coincurve import PrivateKey, PublicKey

FIELD = 2**256 - 2**32 - 977
ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141

# RFC 9380, 8.7: the curve y² = x³ + A·x + B that the hash is mapped to first, its Z, and (appendix E.1) the
# map from it to secp256k1: numerator and denominator of x, then those of y, constant terms first.
_A = 0x3F8731ABDD661ADCA08A5558F0F5D272E953D363CB6F0E5D405447C01A444533
_B = 1771
_Z = -11 % FIELD
_X_OVER = (
    0x8E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38DAAAAA8C7,
    0x7D3D4C80BC321D5B9F315CEA7FD44C5D595D2FC0BF63B92DFFF1044F17C6581,
    0x534C328D23F234E6E2A413DECA25CAECE4506144037C40314ECBD0B53D9DD262,
    0x8E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38DAAAAA88C,
)
_X_UNDER = (
    0xD35771193D94918A9CA34CCBB7B640DD86CD409542F8487D9FE6B745781EB49B,
    0xEDADC6F64383DC1DF7C4B2D51B54225406D36B641F5E41BBC52A56612A8C6D14,
    1,
)
_Y_OVER = (
    0x4BDA12F684BDA12F684BDA12F684BDA12F684BDA12F684BDA12F684B8E38E23C,
    0xC75E0C32D5CB7C0FA9D0A54B12A0A6D5647AB046D686DA6FDFFC90FC201D71A3,
    0x29A6194691F91A73715209EF6512E576722830A201BE2018A765E85A9ECEE931,
    0x2F684BDA12F684BDA12F684BDA12F684BDA12F684BDA12F684BDA12F38E38D84,
)
_Y_UNDER = (
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFF93B,
    0x7A06534BB8BDB49FD5E9E6632722C2989467C1BFC8E8D978DFB425D2685C2573,
    0x6484AA716545CA2CF3A70C3FA8FE337E0A3D21162F0D6299A7BF8192BFD2A76F,
    1,
)


class NotAPoint(ValueError):
    """Bytes that are no point of the curve, or a number that is no scalar."""


def random_scalar() -> int:
    return 1 + secrets.randbelow(ORDER - 1)


def generated(scalar: int) -> bytes:
    """The generator times a scalar, in constant time."""
    return PrivateKey(_bytes_of(scalar)).public_key.format()


def multiplied(point: bytes, scalar: int) -> bytes:
    """The library multiplies a given point in a time that depends on the scalar, so it is given two numbers
    that are random each time and add up to the scalar.
    """
    if not 0 < scalar < ORDER:
        raise NotAPoint("a scalar is at least 1 and below the order of the curve")
    first = random_scalar()
    while first == scalar:
        first = random_scalar()
    base = _read(point)
    parts = (base.multiply(_bytes_of(part)) for part in (first, (scalar - first) % ORDER))
    return PublicKey.combine_keys(list(parts)).format()


def added(points: Iterable[bytes]) -> bytes:
    try:
        return PublicKey.combine_keys([_read(point) for point in points]).format()
    except ValueError:
        raise NotAPoint("points that add up to infinity, or none at all") from None


def require_point(point: bytes) -> bytes:
    """The same bytes, if they are a point in its one compressed form."""
    _read(point)
    return point


def hashed_to_point(content: bytes, tag: bytes) -> bytes:
    """A point of which nobody knows how often the generator goes into it; `tag` keeps uses apart."""
    first, second = (_mapped(number) for number in _numbers(content, tag, 2, FIELD))
    return PublicKey.combine_keys([PublicKey.from_point(*first), PublicKey.from_point(*second)]).format()


def hashed_to_scalar(content: bytes, tag: bytes) -> int:
    return _numbers(content, tag, 1, ORDER)[0]


def _read(point: bytes) -> PublicKey:
    if len(point) != 33:
        raise NotAPoint(f"a point of {len(point)} bytes; expected 33, compressed")
    try:
        return PublicKey(point)
    except ValueError:
        raise NotAPoint("33 bytes that are no point of secp256k1") from None


def _bytes_of(scalar: int) -> bytes:
    return scalar.to_bytes(32, "big")


def _numbers(content: bytes, tag: bytes, count: int, modulus: int) -> list[int]:
    """RFC 9380, 5.2: each from 48 bytes, so that no remainder is noticeably likelier than another."""
    stream = _expanded(content, tag, 48 * count)
    return [int.from_bytes(stream[at : at + 48], "big") % modulus for at in range(0, 48 * count, 48)]


def _expanded(content: bytes, tag: bytes, length: int) -> bytes:
    """RFC 9380, 5.3.1: expand_message_xmd with SHA-256."""
    ending = tag + bytes([len(tag)])
    seed = sha256(bytes(64) + content + length.to_bytes(2, "big") + b"\0" + ending).digest()
    blocks = [sha256(seed + b"\1" + ending).digest()]
    for place in range(2, -(-length // 32) + 1):
        mixed = bytes(one ^ other for one, other in zip(seed, blocks[-1], strict=True))
        blocks.append(sha256(mixed + bytes([place]) + ending).digest())
    return b"".join(blocks)[:length]


def _mapped(number: int) -> tuple[int, int]:
    """RFC 9380, 6.6.2 and 6.6.3: the simplified map of Shallue, van de Woestijne and Ulas, then isogeny."""
    stretched = _Z * number * number % FIELD
    under = (stretched * stretched + stretched) % FIELD
    if under:
        x = -_B * pow(_A, -1, FIELD) * (1 + pow(under, -1, FIELD)) % FIELD
    else:
        x = _B * pow(_Z * _A, -1, FIELD) % FIELD
    square = _right_side(x)
    y = _root(square)
    if y * y % FIELD != square:
        x = stretched * x % FIELD
        y = _root(_right_side(x))
    if y % 2 != number % 2:
        y = FIELD - y
    return _ratio(_X_OVER, _X_UNDER, x), y * _ratio(_Y_OVER, _Y_UNDER, x) % FIELD


def _right_side(x: int) -> int:
    return (x * x * x + _A * x + _B) % FIELD


def _root(square: int) -> int:
    """A square root where there is one: the field's order leaves 3 when divided by 4."""
    return pow(square, (FIELD + 1) // 4, FIELD)


def _ratio(over: tuple[int, ...], under: tuple[int, ...], x: int) -> int:
    return _polynomial(over, x) * pow(_polynomial(under, x), -1, FIELD) % FIELD


def _polynomial(coefficients: tuple[int, ...], x: int) -> int:
    value = 0
    for coefficient in reversed(coefficients):
        value = (value * x + coefficient) % FIELD
    return value
