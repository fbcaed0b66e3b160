"""Keyed hashes: stable, different per key and purpose, never the thing itself."""

import pytest

from backstride.channels.identity import form_token, is_form_token, is_phone_number, phone_hash

NUMBER = "+15550100123"


def test_a_number_has_one_hash_per_key() -> None:
    assert phone_hash(NUMBER, "k1") == "f16205b6caf0f2e99c02d93c833474eb09d18a7646647f1dddb9db2e8d6e0a75"
    assert len({phone_hash(NUMBER, "k1"), phone_hash(NUMBER, "k2"), form_token(NUMBER, "k1")}) == 3


def test_a_form_token_fits_its_session_only() -> None:
    token = form_token("session-1", "k1")
    wrong = [(token, "session-2", "k1"), (token, "session-1", "k2"), ("", "session-1", "k1")]
    given = [(token, "session-1", "k1"), *wrong]
    assert [is_form_token(*each) for each in given] == [True, False, False, False]


@pytest.mark.parametrize(
    ("sender", "is_number"),
    [
        (NUMBER, True),
        ("15550100123", False),
        ("12345", False),
        ("+0555010012", False),
        (NUMBER + "\n", False),
        ("", False),
    ],
)
def test_a_phone_number_is_e164(sender: str, is_number: bool) -> None:
    assert is_phone_number(sender) is is_number
