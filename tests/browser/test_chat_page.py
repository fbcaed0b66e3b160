"""The pages in a real browser: without JavaScript, by keyboard, on a narrow screen, and the demo chat.

Needs a Chromium of the system (`chromium`, `chromium-browser` or `google-chrome` on the PATH); skips and
says so where there is none. The app runs on fakes on a free local port.
"""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from backstride.settings import Settings
from tests.channels.fakes import EMERGENCY, KEY, Clinic

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(BROWSER is None, reason="no chromium, chromium-browser or google-chrome on the PATH"),
]
HOSTILE = "<img src=x onerror=\"document.title='owned'\">"


@pytest.fixture
def clinic() -> Clinic:
    """Build a clinic that is reached by plain http, as on a developer's machine."""
    return Clinic(settings=replace(Settings(secret_key=KEY), public_base_url="http://127.0.0.1:8000"))


@pytest.fixture
def address(clinic: Clinic) -> Iterator[str]:
    """Serve the clinic on a free port and return its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(clinic.app(), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=BROWSER, args=arguments)
        yield started
        started.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """Open a page without JavaScript on the narrowest screen: 320 pixels are 1280 at 400 % zoom."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def texts(page: Page) -> list[str]:
    return page.locator(".log .pre").all_inner_texts()


def test_a_conversation_without_javascript(plain: Page, address: str, clinic: Clinic) -> None:
    plain.goto(f"{address}/chat")
    plain.get_by_role("button", name="Start the chat").click()
    plain.get_by_role("radio", name="No").check()
    plain.get_by_role("button", name="Send answer").click()
    plain.get_by_label("Your message").fill(HOSTILE)
    plain.get_by_role("button", name="Send", exact=True).click()
    plain.get_by_role("button", name="Talk to a person").click()
    assert texts(plain) == [
        "Hello. Shall we start?",
        "No",
        "heard: No",
        HOSTILE,
        f"heard: {HOSTILE}",
        "I want to talk to a person",
        "heard: I want to talk to a person",
    ]
    plain.get_by_text("Delete my conversation").click()
    plain.get_by_role("button", name="Yes, delete it").click()
    assert (plain.get_by_role("status").inner_text(), clinic.conversations.records) == (
        "words of utter_deleted on web",
        {},
    )


def test_an_emergency_stands_out(plain: Page, address: str) -> None:
    plain.goto(f"{address}/chat")
    plain.get_by_role("button", name="Start the chat").click()
    plain.get_by_label("Or write in your own words").fill("I cannot pee")
    plain.get_by_role("button", name="Send", exact=True).click()
    alert = plain.get_by_role("alert")
    assert alert.get_by_role("heading").inner_text() == "⚠ Get help now"
    assert alert.locator(".pre").inner_text() == EMERGENCY
    assert alert.get_by_role("link", name="Call 911").get_attribute("href") == "tel:911"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/chat", "/nowhere"])
def test_nothing_is_wider_than_the_narrowest_screen(browser: Browser, address: str, path: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
        forced_colors="active",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address + path)
    if path == "/chat":
        page.get_by_role("button", name="Start the chat").click()
        page.get_by_label("Or write in your own words").fill("x" * 500)
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_text("x" * 500).first.wait_for()  # the answer is a new page, which has no element for a moment
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_the_keyboard_is_enough_and_reading_goes_on_at_the_newest_message(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/chat")
    page.get_by_role("button", name="Start the chat").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chat#newest")
    expect(page.locator("#newest")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_have_count(3)
    assert texts(page) == ["Hello. Shall we start?", "Yes", "heard: Yes"]
    small = page.evaluate(
        "[...document.querySelectorAll('button, .choice, textarea, summary, .bar a, .tools a')]"
        ".filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 44)"
        ".map((control) => control.outerHTML)"
    )
    assert small == []
    page.close()


def test_the_demo_chat(browser: Browser, address: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Send answer").click()
    page.get_by_text("heard: Yes").first.wait_for()
    page.get_by_label("Your message").fill(HOSTILE)
    page.keyboard.press("Enter")
    page.locator(".from-bot", has_text="onerror").wait_for()
    page.get_by_label("Your message").fill("I cannot pee")
    page.keyboard.press("Enter")
    page.locator(".emergency").wait_for()
    talk = ["Hello. Shall we start?", "Yes", "heard: Yes", HOSTILE, f"heard: {HOSTILE}", "I cannot pee", EMERGENCY]
    assert texts(page) == talk
    page.reload()
    page.locator(".emergency").wait_for()
    assert texts(page) == talk
    assert (page.title(), complaints) == ("Test Clinic \u2013 help for a sore back", [])
    page.close()
