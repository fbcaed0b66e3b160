"""Patients' words stay out of the logs, at any level and whoever logs them."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from backstride import logs

CANARY = "my groin is numb and my number is 555 0123"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)


def test_a_librarys_record_says_only_that_there_was_one(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG")
    library = logging.getLogger("rasa.core.processor")
    library.debug("Received user message '%s'", CANARY)
    try:
        raise ValueError(CANARY)
    except ValueError:
        library.exception("Failed to handle %s", CANARY)
    said = capfd.readouterr().err
    assert (said.count("rasa.core.processor"), "555 0123" in said, "groin" in said) == (2, False, False)


def test_a_structured_event_keeps_only_keys_that_are_known_to_be_harmless(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG")
    structlog.get_logger("rasa").debug("processor.message.parse", parse_data_text=CANARY, slots={"a": CANARY}, ms=3)
    said = capfd.readouterr().err
    assert ('"ms": 3' in said, "processor.message.parse" in said, "555 0123" in said) == (True, True, False)


def test_an_event_that_is_a_sentence_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG")
    structlog.get_logger("rasa").warning(f"Issue with '{CANARY}'")
    said = capfd.readouterr().err
    assert ("log.redacted" in said, "555 0123" in said) == (True, False)


def test_an_exception_in_a_structured_event_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG")
    try:
        raise ValueError(CANARY)
    except ValueError:
        structlog.get_logger("backstride").exception("turn.failed")
    said = capfd.readouterr().err
    assert ("turn.failed" in said, "555 0123" in said) == (True, False)
