"""Sentence splitting on the English cases of other splitters (data/sentence/*.jsonl: text, expect), and clause borders on our own labels.

A case is right when the list of sentences is exactly the one expected, blanks at the ends aside. The files overlap: each distinct text
counts once. Two cases expect a wrapped line to be joined by a blank; our sentences are ranges of the text as it stands, so the second row
compares with runs of blanks as one. Three cases expect what stands between straight quotation marks to be one sentence however long it
is; we cut inside quotations, straight like curly ones, so that a word processor changes no score: these stay misses. A clause border is where a clause begins inside a sentence: starts of sentences are left out, they would flatter the figure.
"""
from suites import common
from suites._unmarked import first_word


def distinct_cases(folder):
    """Text -> its sentences, over all files of the folder."""
    cases = {}
    for path in sorted(folder.glob("*.jsonl")):
        for case in common.lines(path):
            cases.setdefault(case["text"], case["expect"])
    return cases


def sentences_of(text, analysis):
    if analysis is None:
        return []
    return [common.cut(text, s["start"], s["end"]).strip() for s in analysis["sentences"]]


def splitting(options):
    folder = options.data / "sentence" if options.data else None
    if folder is None or not folder.exists():
        return []
    cases = distinct_cases(folder)
    right = alike = 0
    for (text, expected), analysis in zip(cases.items(), common.audit(options.program, cases)):
        found = sentences_of(text, analysis)
        same = found == [s.strip() for s in expected]
        right += same
        alike += [" ".join(s.split()) for s in found] == [" ".join(s.split()) for s in expected]
        if options.misses and not same:
            print(f"  text     {text!r}\n  expected {[s.strip() for s in expected]!r}\n  found    {found!r}\n")
    return [("exact on distinct cases", right / len(cases), 0.90, len(cases)),
            ("the same, a line feed being a blank", alike / len(cases), None, len(cases))]


def borders(options):
    """Starts of clauses inside sentences, ours against the labelled ones: a border is met when no word lies between the two."""
    answers = common.labelled(options.part)
    if answers is None:
        return []
    hits = reported = wanted = 0
    for answer, analysis in zip(answers, common.audit(options.program, [a["text"] for a in answers])):
        text = answer["text"]
        starts = {first_word(text, s["start"]) for s in analysis["sentences"]}
        found = {first_word(text, c["start"]) for s in analysis["sentences"] for c in s["clauses"]} - starts
        expected = {first_word(text, c["start"]) for c in answer["clauses"]} - starts
        hits += len(found & expected)
        reported += len(found)
        wanted += len(expected)
        if options.misses:
            for at in sorted(found ^ expected):
                what = "missed" if at in expected else "extra "
                print(f"  {what} {common.cut(text, max(0, at - 50), at)!r} | {common.cut(text, at, at + 40)!r}")
    precision, recall, f1 = common.scores(hits, reported, wanted)
    return [("clause borders, precision", precision, None, reported), ("clause borders, recall", recall, None, wanted),
            ("clause borders, F1", f1, None, len(answers))]


def measure(options):
    return splitting(options) + borders(options) or None
