import math

import pytest

from rapallo.theory.kernels import compiled
from rapallo.theory.philox import exponential, key_of, normal, philox, uniform

# known answers of the Random123 library for philox4x32, 10 rounds
KNOWN = [
    ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 4, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0xA4093822, 0x299F31D0),
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("key", "counter", "answer"), KNOWN)
def test_known_answers_plain_and_compiled(key, counter, answer):
    assert philox(*key, *counter) == answer

    def call(a, b, c, d, e, f):
        return philox(a, b, c, d, e, f)

    assert compiled(call)(*key, *counter) == answer


def test_uniform_is_open_and_even():
    draws = [uniform(7, run, channel, 0, 0, 0) for run in range(50) for channel in range(100)]
    assert 0 < min(draws) < 0.01
    assert 0.99 < max(draws) < 1
    assert math.isclose(sum(draws) / len(draws), 0.5, abs_tol=0.02)


def test_streams_differ_by_every_part_of_the_counter():
    base = (1, 2, 3, 4, 5, 0)
    draws = {uniform(*base)}
    for place in range(6):
        draws.add(uniform(*(part + (n == place) for n, part in enumerate(base))))
    assert len(draws) == 7


def test_a_key_hangs_on_the_names_and_their_order_alone():
    assert key_of("raid", "AVA", "BOR") == key_of("raid", "AVA", "BOR")
    keys = {
        key_of("raid", "AVA", "BOR"),
        key_of("raid", "BOR", "AVA"),
        key_of("ban", "AVA", "BOR"),
        key_of("raidAVA", "BOR"),
    }
    assert len(keys) == 4
    # SHA-256 of "a" begins ca978112 ca1bbdca: the first 60 bits are ca978112ca1bbdc
    assert key_of("a") == (0x2CA1BBDC, 0xCA97811)


def test_exponential_and_normal_moments():
    gaps = [exponential(3, 0, c, 0, 0) for c in range(5000)]
    assert math.isclose(sum(gaps) / 5000, 1.0, abs_tol=0.05)
    z = [normal(3, 0, 0, 0, n) for n in range(5000)]
    assert math.isclose(sum(z) / 5000, 0.0, abs_tol=0.05)
    assert math.isclose(sum(v * v for v in z) / 5000, 1.0, abs_tol=0.08)
