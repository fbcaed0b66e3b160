"""Makes the README's pictures from the running product: the chat page in a browser, and a talk by text.

Run it again when wording or pages change: `.venv/bin/python scripts/pictures.py`. Needs the development environment
and a Chromium of the system. The server runs on a free local port with a throw-away database.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
COMMAND = ROOT / ".venv" / "bin" / "backstride"
IMAGES = ROOT / "docs" / "images"
PHONE = {"width": 400, "height": 780}
START_S = 60
WORDS = "my left low back hurts when I run and when I sit. nothing in the legs, a 4 out of 10"
FIRST = (
    "None of these", "6 to 12 weeks", "No", "Walking or moving", "Slowly", "Same", "Male", "First time", "Dull ache",
    "None", "Not sure", "Nothing", "Skip",
)  # fmt: skip
"""What is picked where the script does not say; the first that is offered wins."""
TYPED = "5"
"""What is typed where nothing is offered: days, a score."""
TEXTED = "my back went out yesterday, now both legs feel weak and I can't pee"


@contextmanager
def served() -> Iterator[str]:
    """Serve the product and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BACKSTRIDE_DATABASE_URL": f"sqlite:///{folder}/pictures.db"}
        server = subprocess.Popen([COMMAND, "serve", "--prepare", "--port", str(port)], env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/readyz")
            yield address
        finally:
            server.terminate()
            server.wait()


def _wait(url: str) -> None:
    give_up = time.monotonic() + START_S
    while True:
        try:
            urllib.request.urlopen(url).close()
            return
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.3)


def say(page: Page, words: str) -> None:
    """Type a message and send it."""
    page.locator("#text").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def pick(page: Page, label: str) -> None:
    """Choose an option and send it."""
    page.locator("form.choices label.choice").get_by_text(label, exact=True).click()
    page.get_by_role("button", name="Send answer").click()


def offered(page: Page) -> list[str]:
    """Return the labels that can be picked now."""
    return [label.strip() for label in page.locator("form.choices label.choice").all_inner_texts()]


def photograph(page: Page, name: str, first: str) -> None:
    """Scroll to the message that contains `first`, and keep what a phone shows from there."""
    message = page.locator(".log .message").filter(has_text=first).last
    message.evaluate("element => window.scrollTo(0, element.offsetTop - 12)")
    page.screenshot(path=IMAGES / name)


def web() -> None:
    """Talk to the chat page until there is a result, with two pictures on the way."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=PHONE, device_scale_factor=1.5, java_script_enabled=True)
        page.goto(f"{address}/chat")
        page.get_by_role("button", name="Start the chat").click()
        pick(page, "Yes")
        say(page, "38")
        say(page, WORDS)
        photograph(page, "chat-begin.png", "in your own words")
        while "Book a visit" not in (labels := offered(page)):
            if labels:
                pick(page, next((label for label in FIRST if label in labels), labels[0]))
            else:
                say(page, TYPED)
        photograph(page, "chat-result.png", "Fits best")
        browser.close()


def texts() -> str:
    """Return a talk by text, as the engine holds it, folded for a code block."""
    request = {"id": "readme", "channel": "sms", "turns": [TEXTED], "answers": {"Q01": 45}}
    done = subprocess.run([COMMAND, "converse"], input=json.dumps(request), text=True, check=True, capture_output=True)
    lines: list[str] = []
    for message in json.loads(done.stdout)["transcript"]:
        who = "patient" if message["from"] == "patient" else "clinic "
        words = " ".join(message["text"].split())
        lines += textwrap.wrap(words, 92, initial_indent=f"{who}  ", subsequent_indent=" " * 9)
    return "\n".join(lines)


def main() -> None:
    """Make all of them."""
    IMAGES.mkdir(exist_ok=True)
    web()
    readme = ROOT / "README.md"
    block = f"<!-- texts: scripts/pictures.py -->\n```text\n{texts()}\n```\n<!-- end of texts -->"
    said = readme.read_text(encoding="utf-8")
    readme.write_text(
        re.sub(r"<!-- texts:.*?<!-- end of texts -->", lambda _: block, said, flags=re.DOTALL), encoding="utf-8"
    )
    print(f"• {IMAGES.relative_to(ROOT)}/ and the texts of README.md are new", file=sys.stderr)


if __name__ == "__main__":
    main()
