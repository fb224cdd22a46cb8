"""The playground as people see it, with one row open -> docs/playground.png.

Run it by hand with `python docs/screenshot.py`, and look. It needs Chromium at /usr/bin/chromium, and the static files
that `make setup` builds.
"""

from __future__ import annotations

import threading
from pathlib import Path

from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import make_server

from webui.app import create_app

PICTURE = Path(__file__).with_name("playground.png")
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


def main() -> None:
    """Serve the playground for a moment, and take its picture."""
    app = create_app(workers=1)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        take(f"http://127.0.0.1:{server.port}/")
    finally:
        server.shutdown()
        thread.join()
        app.extensions["sandbox"].close()


def take(address: str) -> None:
    """The first screen at *address*, 1,280 pixels wide."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        page.reload()  # the first answer of a worker takes longer than people will see
        expect(page.get_by_role("status")).to_contain_text("valid, ")
        page.get_by_role("button", name="location", exact=True).click()
        expect(page.locator(".why")).to_be_visible()
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
