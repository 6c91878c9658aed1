#!/usr/bin/env python3
"""Opens pages in headless Chromium and looks for what a reader would stumble over:  check_pages.py --axe AXE.js LIST

LIST holds lines of "name<TAB>file". Each page is opened at three widths, light and dark, printed, and opened with
scripts off. Ends with "browser: P passed, F failed".
"""
import argparse
import base64
import json
import pathlib
import re
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

WIDTHS = (1280, 768, 390)
SCHEMES = ("light", "dark")
MOST_PAGES = 40

# Everything that is cut off, overlaps, or makes the page wider than the window, as a list of sentences.
LOOK = """
const found = [];
const name = e => (e.closest('section') || {id: 'page'}).id + ' ' + e.tagName.toLowerCase() + ' "' + e.textContent.trim().slice(0, 40) + '"';
const root = document.scrollingElement;
if (root.scrollWidth > innerWidth + 1) found.push('wider than the window: ' + root.scrollWidth);
const visible = e => e.checkVisibility({checkVisibilityCSS: true}) && e.getBoundingClientRect().width > 0;
for (const svg of document.querySelectorAll('svg')) {
  if (!visible(svg)) continue;
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].filter(e => visible(e) && e.textContent.trim());
  const boxes = texts.map(e => e.getBoundingClientRect());
  texts.forEach((e, i) => {
    const a = boxes[i];
    if (a.left < frame.left - 1.5 || a.right > frame.right + 1.5 || a.top < frame.top - 1.5 || a.bottom > frame.bottom + 1.5)
      found.push('cut off: ' + name(e));
    if (texts.length > 400) return;
    for (let j = i + 1; j < boxes.length; j++) {
      const b = boxes[j];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Boxes are as high as the font: letters overlap only when a third of it does.
      if (wide > 1.5 && high > Math.min(a.height, b.height) / 3) found.push('overlap: ' + name(e) + ' and ' + name(texts[j]));
    }
  });
}
for (const e of document.querySelectorAll('h1,h2,h3,p,li,dt,dd,summary,figcaption,label,td,th')) {
  if (!visible(e) || e.closest('.scroll, svg')) continue;
  const box = e.getBoundingClientRect();
  if (box.right > innerWidth + 1 && !getComputedStyle(e).overflow.includes('auto')) {
    let up = e.parentElement;
    while (up && !/auto|scroll/.test(getComputedStyle(up).overflowX)) up = up.parentElement;
    if (!up) found.push('beyond the window: ' + name(e));
  }
}
return found.slice(0, 8);
"""


class Browser:
    """One Chromium for all pages."""

    def __init__(self, scripts=True):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--allow-file-access-from-files"):
            options.add_argument(flag)
        if not scripts:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_script_timeout(120)

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def show(self, width, scheme):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def requests(self):
        """What the page asked for since the last call, the page itself left out."""
        wanted = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent" and message["params"].get("type") != "Document":
                wanted.append(message["params"]["request"]["url"][:200])
        return wanted

    def complaints(self):
        return [entry["message"][:300] for entry in self.driver.get_log("browser")]


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def judge(self, name, problems):
        if problems:
            self.failed += 1
            print(f"FAIL browser {name}")
            for problem in problems[:8]:
                print(f"    {problem}")
        else:
            self.passed += 1


# Every view of a page: a page with views has radio buttons or links that choose one; all must look right.
VIEWS = "return [...document.querySelectorAll('input[name=view]')].map(e => e.id);"


def views(browser):
    return browser.driver.execute_script(VIEWS) or [None]


def choose(browser, view):
    if view:
        browser.driver.execute_script("document.getElementById(arguments[0]).click()", view)


def violations(browser, axe):
    # Through the debugger's door: the page's own policy forbids scripts that are not its own.
    browser.driver.execute_script(axe)
    result = browser.driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run({resultTypes: ['violations']}).then(r => done(r.violations), e => done([{id: String(e), nodes: []}]));")
    return [f"{v['id']}: {v.get('help', '')} at {[n['target'] for n in v['nodes'][:2]]}" for v in result]


def look(browser, report, name, axe):
    for view in views(browser):
        shown = f"{name} {view}" if view else name
        for width in WIDTHS:
            for scheme in SCHEMES:
                browser.show(width, scheme)
                choose(browser, view)
                if scheme == "light":
                    report.judge(f"{shown} at {width} px", browser.driver.execute_script(LOOK))
                if width == 1280 or scheme == "light" and width == 390:
                    report.judge(f"{shown} at {width} px, {scheme}: axe-core", violations(browser, axe))


def pages_printed(browser):
    pdf = browser.command("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)
    return len(re.findall(rb"/Type */Page\b", base64.b64decode(pdf["data"])))


def check_print(browser, report, name):
    """What is chosen and opened is printed: the coaches' half is shorter than everything, folded tables stay folded."""
    chosen = pages_printed(browser)
    report.judge(f"{name}: prints", [] if 1 <= chosen <= MOST_PAGES else [f"{chosen} pages"])
    whole = browser.driver.execute_script("const all = document.getElementById('view-all'); all?.click(); return !!all")
    if whole:
        everything = pages_printed(browser)
        report.judge(f"{name}: prints what is chosen", [] if everything > chosen else [f"{chosen} and {everything} pages"])
        browser.driver.execute_script("document.getElementById('view-coach').click()")


TEXT = """
const clone = document.body.cloneNode(true);
clone.querySelectorAll('[data-script]').forEach(e => e.remove());
return clone.textContent.replace(/\\s+/g, ' ').trim();
"""


def texts(browser, url):
    browser.driver.get(url)
    browser.command("Emulation.setEmulatedMedia", features=[])
    return browser.driver.execute_script(TEXT)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--axe", required=True)
    parser.add_argument("list")
    arguments = parser.parse_args()
    axe = pathlib.Path(arguments.axe).read_text(encoding="utf-8")
    pages = [line.split("\t") for line in pathlib.Path(arguments.list).read_text(encoding="utf-8").splitlines()]
    report = Report()
    browser = Browser()
    said = {}
    for name, path in pages:
        url = pathlib.Path(path).as_uri()
        browser.requests()
        browser.driver.get(url)
        report.judge(f"{name}: no request", browser.requests())
        report.judge(f"{name}: nothing on the console", browser.complaints())
        report.judge(f"{name}: no script of the data ran", ["window.harmed is set"] if
                     browser.driver.execute_script("return 'harmed' in window") else [])
        said[name] = browser.driver.execute_script(TEXT)
        check_print(browser, report, name)
        look(browser, report, name, axe)
    browser.driver.quit()
    quiet = Browser(scripts=False)
    for name, path in pages:
        same = texts(quiet, pathlib.Path(path).as_uri()) == said[name]
        report.judge(f"{name}: all there with scripts off", [] if same else ["the text differs"])
    quiet.driver.quit()
    print(f"browser: {report.passed} passed, {report.failed} failed")
    return report.failed > 0


sys.exit(main())
