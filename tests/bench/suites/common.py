"""What the suites share: texts through `audit --json`, spans, precision and recall."""
import csv
import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
LABELLED = ROOT / "datasets" / "labelled"


def audit(program, texts, extra=()):
    """The analysis of each text, in order; None for a text that was refused (an empty one)."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "texts.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["answer_id", "text"])
            writer.writerows([f"t{number}", text] for number, text in enumerate(texts))
        done = subprocess.run([program, "audit", "--json", str(path), *extra], stdout=subprocess.PIPE, check=False)
    found = {}
    for line in done.stdout.decode("utf-8").splitlines():
        analysis = json.loads(line)
        found[analysis["answer_id"]] = analysis
    return [found.get(f"t{number}") for number in range(len(texts))]


def lines(path):
    """The objects of a JSON Lines file, or None where it is absent."""
    if path is None or not pathlib.Path(path).exists():
        return None
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def labelled(part):
    """Own labelled answers of "dev" or "test", or None before there are any."""
    found = []
    for source in ("example", "own"):
        found += lines(LABELLED / f"{source}.{part}.jsonl") or []
    return found or None


def cut(text, start, end):
    """The bytes [start, end) of a text."""
    return text.encode("utf-8")[start:end].decode("utf-8", "replace")


def scores(hits, found, wanted):
    """Precision, recall and F1 of `hits` right ones among `found` reported and `wanted` expected."""
    precision = hits / found if found else 1.0
    recall = hits / wanted if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0
