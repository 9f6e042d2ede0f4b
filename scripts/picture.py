"""Makes the README's pictures, docs/*.png, from the pages of ``make reports`` and ``make demo``."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from helpers.formats import browser

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "front": ROOT / "ita-demo" / "reports" / "index.html",
    "report": ROOT / "reports" / "2568" / "annual" / "5310703.html",
    "digest": ROOT / "ita-demo" / "reports" / "digest.html",
}
"""The pages by their picture's name."""
WIDTH, HEIGHT, COLOURS = 1200, 1200, 64
"""Of the window, in pixels; few colours make a small file."""


def main() -> str:
    """Takes the top of each page; says what is missing."""
    for page in PAGES.values():
        if not page.is_file():
            return f"{page.relative_to(ROOT)} is missing: run make reports and make demo first"
    if not (program := browser.find()):
        return browser.missing("en")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, file in PAGES.items():
            page = opened.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(file.as_uri())
            page.evaluate("document.fonts.ready")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            # This way of choosing colours keeps the rare ones.
            few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
            few.save(ROOT / "docs" / f"{name}.png", optimize=True)
        opened.close()
    return ""


if __name__ == "__main__":
    sys.exit(main())
