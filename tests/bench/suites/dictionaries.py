"""Dictionary files of others, read and looked up (data/dictionaries: dic_parse.jsonl, quanteda_lookup.jsonl).

A file is read right when exactly the categories and terms expected are in force (`features --lexicon F --json`), a faulty one when it is
refused or warned about. A look-up is right when each text has the hits expected, in their order or number. We match without regard to case
and have no regular expressions: rows that ask for either are not counted. The texts lose their punctuation first where the case did.
"""
import json
import pathlib
import re
import subprocess
import tempfile

from suites import common


def in_force(program, path):
    """Exit status, categories of the file with their terms, and what was said on stderr."""
    done = subprocess.run([program, "features", "--json", "--lexicon", str(path)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, encoding="utf-8")
    if done.returncode:
        return done.returncode, None, done.stderr
    found = {c["category"]: sorted(c.get("list", [])) for c in json.loads(done.stdout) if c["source"] == str(path)}
    return 0, found, done.stderr


def reads_as_expected(program, folder, case):
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "case.dic"
        if "inline" in case:
            path.write_text(case["inline"], encoding="utf-8", newline="")
        else:
            path = folder / case["file"]
        status, found, said = in_force(program, path)
    if "error" in case:
        return status == 65 and ":1:" in said
    if "error_or_warn" in case:
        return status == 65 or "warning" in said
    expected = {name: sorted(term.lower() for term in terms) for name, terms in case["expect"].items()}
    return status == 0 and found == expected and ("warn" not in case or "warning" in said)


def parsing(options, folder):
    cases = [c for c in common.lines(folder / "dic_parse.jsonl") if "inline" in c or (folder / c["file"]).exists()]
    right = 0
    for case in cases:
        ok = reads_as_expected(options.program, folder, case)
        right += ok
        if options.misses and not ok:
            print(f"  {case}")
    return ("files read as expected", right / len(cases), 1.0, len(cases))


def as_yaml(entry, depth=0):
    """A nested dictionary of lists in YAML; JSON strings are YAML strings."""
    lines = []
    for name, value in entry.items():
        if isinstance(value, dict):
            lines += [" " * depth + json.dumps(name) + ":"] + as_yaml(value, depth + 2)
        else:
            lines.append(" " * depth + json.dumps(name) + ": " + json.dumps(value))
    return lines


def shown(name, levels):
    """The name of a category at the levels asked for: "geo/oceans" at level 2 is "oceans"."""
    parts = name.split("/")
    return ".".join(parts[level - 1] for level in levels if level <= len(parts)) if levels else name


def looked_up(program, case):
    """Per text, the categories hit in order of the text."""
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "case.yml"
        path.write_text("\n".join(as_yaml(case["dictionary"])) + "\n", encoding="utf-8")
        texts = case["texts"]
        if "punctuation" in case.get("note", ""):
            texts = {name: re.sub(r"[^\w\s']", "", text) for name, text in texts.items()}
        analyses = common.audit(program, list(texts.values()), ["--lexicon", str(path)])
    return {name: [shown(hit["category"], case.get("levels")) for hit in (analysis or {}).get("lexicon", [])]
            for name, analysis in zip(texts, analyses)}


def order_of_keys(case):
    """Hits on the same word come in the order of the dictionary's categories, as ours do."""
    found = case["expect"]
    return {name: list(value) if isinstance(value, list) else [value] for name, value in found.items()}


def hits_as_expected(program, case):
    found = looked_up(program, case)
    if case["form"] == "counts per doc":
        return all([found[name].count(category) for name in case["texts"]] == counts
                   for category, counts in case["expect"].items())
    return all(found[name] == hits for name, hits in order_of_keys(case).items())


def lookup(options, folder):
    cases = [c for c in common.lines(folder / "quanteda_lookup.jsonl")
             if c["valuetype"] in ("fixed", "glob") and c.get("case_insensitive", True)]
    right = 0
    for case in cases:
        ok = hits_as_expected(options.program, case)
        right += ok
        if options.misses and not ok:
            print(f"  {case['id']} {looked_up(options.program, case)} {case['expect']}")
    return ("look-ups as expected", right / len(cases), 1.0, len(cases))


def measure(options):
    folder = options.data / "dictionaries" if options.data else None
    if folder is None or not folder.exists():
        return None
    return [parsing(options, folder), lookup(options, folder)]
