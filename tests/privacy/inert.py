#!/usr/bin/env python3
"""Hostile strings in every text slot come out whole and inert:  inert.py FAILWISE SCRATCH_FOLDER EXAMPLE_FOLDER TESTS

Reads everything back with parsers of its own: HTML and SVG (no element, attribute or scheme that the program does not
write itself), JSON, CSV (no cell that a spreadsheet runs), logs (no control bytes), Markdown. A string is whole if its
letters and digits are there in their order, inert if it is text and nothing else.
"""
import csv
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys

# What our pages are made of. Anything else came from the data.
ELEMENTS = set("""a abbr article aside b bdi body br button caption circle code col colgroup dd defs desc details div dl dt em fieldset
figcaption figure footer g h1 h2 h3 h4 h5 head header hr html i input ins del label legend li line main mark marker meta nav ol option p path
pattern polygon polyline pre q rect s script section select small span strong style sub summary sup svg table tbody td text tfoot th thead
time title tr tspan u ul use var kbd clippath""".split())
LETTERS = re.compile(r"[A-Za-z0-9]+")
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


WHOLE = {"out": ["report.html", "summary.json", "scores.csv", "tables/cohorts.csv", "tables/by_role.csv"],
         "merged": ["report.html", "summary.json", "scores.csv"],
         "out-feedback": ["index.html", "index.csv"], "agreed": ["raters.csv"]}


class Page(html.parser.HTMLParser):
    def __init__(self, name, told):
        super().__init__(convert_charrefs=True)
        self.name, self.told, self.text, self.inside, self.scripts = name, told, [], None, 0
        self.attributes = []

    def handle_starttag(self, tag, attributes):
        self.inside = tag if tag in ("script", "style") else None
        self.scripts += tag == "script"
        if tag not in ELEMENTS:
            self.told.append(f"{self.name}: an element <{tag}>")
        for key, value in attributes:
            value = value or ""
            self.attributes.append(value)
            if key.startswith("on") or (key == "style" and "display" in value):
                self.told.append(f"{self.name}: {key}={value[:60]}")
            if key in ("href", "src", "xlink:href", "action", "formaction") and not re.match(r"(#|[A-Za-z0-9_./-]+(#.*)?$|data:text/csv|data:application/json|https://)", value):
                self.told.append(f"{self.name}: {key}={value[:60]}")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self.inside = None

    def handle_comment(self, data):
        self.told.append(f"{self.name}: a comment {data[:40]!r}")

    def handle_data(self, data):
        if self.inside == "script" and "harmed" in data and not data.lstrip().startswith(("{", "[")):
            self.told.append(f"{self.name}: a script of the data")
        self.text.append(data)


def squeezed(text):
    return "".join(LETTERS.findall(text))


def check_page(path, told):
    page = Page(path.name, told)
    data = path.read_text(encoding="utf-8")
    page.feed(data)
    page.close()
    if CONTROL.search(data.encode()) or re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", data):
        told.append(f"{path.name}: control characters")
    return " ".join(page.text) + " ".join(page.attributes)


def check_csv(path, told):
    text = path.read_bytes()
    if b"\0" in text:
        told.append(f"{path.name}: NUL")
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows):
        if len(row) != width:
            told.append(f"{path.name}:{number + 1}: {len(row)} cells, {width} columns")
        for cell in row:
            if cell and cell[0] in "=+@\t\r" or cell.startswith("-") and not re.fullmatch(r"-[0-9.]+(e[-+]?[0-9]+)?", cell):
                told.append(f"{path.name}:{number + 1}: a formula {cell[:40]!r}")
    return " ".join(cell for row in rows for cell in row)


def check_json(path, told):
    text = path.read_text(encoding="utf-8")
    objects = [json.loads(line) for line in text.split("\n") if line] if path.suffix == ".jsonl" else [json.loads(text)]
    if CONTROL.search(text.encode()):
        told.append(f"{path.name}: control bytes")
    strings = []

    def walk(value):
        if isinstance(value, dict):
            strings.extend(value)
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, str):
            strings.append(value)

    walk(objects)
    return " ".join(strings)


def check_json_text(data, told):
    try:
        json.loads(data)
    except ValueError as error:
        told.append(f"JSON that is printed: {error}")


def check_markdown(path, told):
    text = path.read_text(encoding="utf-8")
    if re.search(r"(?<!\\)<(script|img|style|b|h1|/)", text):
        told.append(f"{path.name}: markup {re.search('(?<!.)<(script|img|style|b|h1|/).{20}', text)}")
    if CONTROL.search(text.encode()):
        told.append(f"{path.name}: control bytes")
    return text


CHECKS = {".html": check_page, ".svg": check_page, ".json": check_json, ".jsonl": check_json, ".md": check_markdown}


def check_tree(folder, told, hostile):
    whole = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder)
        if re.search(r"[^A-Za-z0-9._/-]", str(name)):
            told.append(f"a file is called {name}")
        if path.suffix == ".csv":
            text = check_csv(path, told)
        elif path.suffix in CHECKS:
            text = CHECKS[path.suffix](path, told)
        elif path.suffix in (".h5", ""):
            continue
        else:
            told.append(f"{name}: nobody checks it")
            continue
        text = squeezed(text)
        whole[str(name)] = sum(squeezed(string)[:25] in text for string in hostile if squeezed(string))
    return whole


PROMETHEUS = re.compile(r"(#( HELP| TYPE).*|failwise_[a-z_]+(\{[a-z]+=\"[a-z+-]+\"\})? [-+0-9.e]+)")


def check_metrics(path, told):
    for line in path.read_text(encoding="utf-8").splitlines():
        if not PROMETHEUS.fullmatch(line):
            told.append(f"{path.name}: {line[:80]!r}")


def check_log(data, told, what):
    """One JSON object a line, and nothing else."""
    for line in data.decode("utf-8").splitlines():
        try:
            assert isinstance(json.loads(line), dict)
        except (ValueError, AssertionError):
            told.append(f"{what}: not an object of the log: {line[:80]!r}")


def more(run, scratch, hostile, title, told):
    """What comes of parts, of nights, of tables and dictionaries with such names, of one answer."""
    answers = "hostile.csv"
    for part in ("1", "2"):
        done = run("run", answers, "--keep-text", "--title", title, "--k", "2", "--shard", f"{part}/2", "-v", "--log-format", "json",
                   "-o", f"part{part}")
        check_log(done.stderr, told, "a part")
    check_log(run("merge", "part1", "part2", "-v", "--log-format", "json", "-o", "merged").stderr, told, "merge")
    nightly = ["--title", title, "--k", "2", "--keep", "3", "--metrics-file", "nights.prom", "--max-psi", "100", "-v", "-o", "nights"]
    check_log(run("run", answers, *nightly, "--log-format", "json").stderr, told, "a night")
    lines = (scratch / answers).read_bytes().split(b"\r\n")
    (scratch / answers).write_bytes(b"\r\n".join(lines[:-8]) + b"\r\n")
    run("run", answers, *nightly)
    check_csv(scratch / "nights/history.csv", told)
    check_metrics(scratch / "nights.prom", told)
    # Every text slot of a dictionary, a table of numbers and a configuration.
    categories = "".join(f"{i + 1}\t{text}\n" for i, text in enumerate(hostile[:5]))
    (scratch / "hostile.dic").write_text(f"%\n{categories}%\ntrust\t1\t2\nfailed\t3\t4\t5\n", encoding="utf-8")
    run("extract", "out/answers.h5", "--lexicon", "hostile.dic", "--spans", "spans2.jsonl", "-o", "features2.h5")
    check_json(scratch / "spans2.jsonl", told)
    names = [hostile[i] for i in (1, 3, 9)]
    with open(scratch / "numbers.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([hostile[0], *names, hostile[2]])
        writer.writerows([f"{hostile[i % 15]} {i}", i % 7, i * i % 11, i % 3, 1 + (i * i + i) % 5] for i in range(40))
    run("fit", "--table", "numbers.csv", "--id-column", hostile[0], "--features", ",".join(names), "--human", hostile[2], "-o", "fit-table")
    run("evaluate", "numbers.csv", "--id-column", hostile[0], "--system", hostile[9], "--human", hostile[2], "-o", "evaluate-table")
    (scratch / "hostile.conf").write_text("".join(f"title = {text}\n" for text in (title, hostile[9], hostile[10])), encoding="utf-8")
    run("config", "show", "--origin", "--config", "hostile.conf")
    check_json_text(run("audit", "-", "--json", stdin=" ".join(hostile).encode()).stdout, told)
    (scratch / "story.txt").write_text("I failed. " + " ".join(hostile), encoding="utf-8")
    (scratch / "other.txt").write_text("We lost a client. " + hostile[1], encoding="utf-8")
    run("pick", "story.txt", "other.txt", "--role", "hostile.conf")


def main():
    program, scratch, example, tests = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
    subprocess.run([sys.executable, tests / "browser/make_cohorts.py", example, scratch], check=True)
    sys.path.insert(0, str(tests / "browser"))
    source = (tests / "browser/make_cohorts.py").read_text()
    names = {}
    exec(source[source.index("HOSTILE"):source.index("FIELDS")], names)  # the table alone: the file is a program
    hostile, told = names["HOSTILE"], []

    def run(*arguments, status=0, stdin=None):
        done = subprocess.run([program, *map(str, arguments)], cwd=scratch, capture_output=True, input=stdin)
        if status is not None and done.returncode != status:
            told.append(f"{arguments[0]}: status {done.returncode}: {done.stderr[-200:]}")
        for data in done.stdout, done.stderr:
            if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data):
                told.append(f"{arguments[0]}: control bytes in its output")
        return done

    proof = []
    Page("proof", proof).feed("<img src=x onerror=1><!-- --><a href='javascript:1'>")
    assert len(proof) == 4, proof  # the checks find what they look for

    answers, ratings = "hostile.csv", "hostile_ratings.csv"
    title = hostile[1]
    run("check", answers, "--ratings", ratings, "-v", "--k", "2")
    run("run", answers, "--ratings", ratings, "--keep-text", "--title", title, "--by", "role", "--k", "2", "-v", "--log-format", "json", "-o", "out")
    run("run", answers, "--keep-text", "--title", title, "--k", "2", "-o", "out2", "-v")
    run("agree", ratings, "-o", "agreed")
    run("compare", "out", "out2", "-o", "compared")
    run("feedback", "out", "--all", "-v")
    run("feedback", "out", "--participant", hostile[0], status=65)
    run("export", "out", "obs", "-o", "exported.csv")
    run("export", "out", "--participant", hostile[0] + " 0", "-o", "person.jsonl")
    run("extract", "out/answers.h5", "--spans", "spans.jsonl", "-o", "features.h5")
    run("evaluate", "out/exported.csv", "--human", hostile[2], "--system", "overall", "-o", "none", status=66)
    run("run", hostile[1], "-o", "none", status=66)
    run("run", answers, "--by", hostile[1], "-o", "none", status=64)
    run(hostile[14], status=64)
    more(run, scratch, hostile, title, told)
    for name in ("out", "out-feedback", "compared", "agreed", "merged", "nights", "fit-table", "evaluate-table"):
        if not (scratch / name).is_dir():
            told.append(f"{name}: nothing was written")
        whole = check_tree(scratch / name, told, hostile)
        for path in WHOLE.get(name, []):
            lost = sum(bool(squeezed(string)) for string in hostile) - whole[path]
            print(f"{name}/{path}:", f"{lost} STRINGS ARE NOT WHOLE" if lost else "all strings are whole")
    check_csv(scratch / "exported.csv", told)
    check_json(scratch / "spans.jsonl", told)
    check_json(scratch / "person.jsonl", told)
    print("\n".join(told[:40]) or "all of them inert")
    return bool(told)


sys.exit(main())
