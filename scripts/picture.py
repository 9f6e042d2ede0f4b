"""Makes docs/report.png, the README's picture, from the page that ``make reports`` made."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from helpers.formats import browser

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "reports" / "2568" / "annual" / "5310703.html"
PICTURE = ROOT / "docs" / "report.png"
WIDTH, COLOURS = 1000, 32
"""Of the window, in pixels; few colours make a small file."""


def main() -> str:
    """What stands between the title and the end of the first two charts."""
    if not PAGE.is_file():
        return f"{PAGE.relative_to(ROOT)} is missing: run make reports first"
    if not (program := browser.find()):
        return browser.missing("en")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = opened.new_page(viewport={"width": WIDTH, "height": 900})
        page.goto(PAGE.as_uri())
        page.evaluate("document.fonts.ready")
        top = page.locator("header.title").bounding_box()["y"] - 24
        figures = [page.locator("figure").nth(n).bounding_box() for n in (0, 1)]
        bottom = max(box["y"] + box["height"] for box in figures) + 8
        clip = {"x": 0, "y": top, "width": WIDTH, "height": bottom - top}
        taken = page.screenshot(full_page=True, clip=clip)
        opened.close()
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    # This way of choosing colours keeps the rare ones.
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(PICTURE, optimize=True)
    return ""


if __name__ == "__main__":
    sys.exit(main())
