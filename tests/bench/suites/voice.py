"""Passives and agentless events: sentences of prose linters (data/language/passive_*.jsonl) and our own labelled clauses.

The linters' cases are answered sentence by sentence (is there a passive?) and passive by passive (as many as there are participles); a
case in a mode of its own (only passives with "by") is not counted. On labelled answers each clause with `passive` or `agentless` counts.
"""
from suites import common


def wanted_count(case):
    return len(case.get("expect_participles", case.get("expect", [])))


def of_linters(options):
    folder = options.data / "language" if options.data else None
    cases = []
    for path in sorted(folder.glob("passive_*.jsonl")) if folder and folder.exists() else []:
        cases += [c for c in common.lines(path) if not c.get("mode")]
    if not cases:
        return []
    hits = found = wanted = right = 0
    for case, analysis in zip(cases, common.audit(options.program, [c["text"] for c in cases])):
        reported, expected = len(analysis["passive"]), wanted_count(case)
        hits += min(reported, expected)
        found += reported
        wanted += expected
        right += (reported > 0) == (expected > 0)
        if options.misses and reported != expected:
            print(f"  {case['text']!r} expected {expected} found {reported}")
    precision, recall, _ = common.scores(hits, found, wanted)
    return [("passive in others' sentences, precision", precision, 0.95, found),
            ("passive in others' sentences, recall", recall, 0.85, wanted),
            ("sentences judged right", right / len(cases), 0.90, len(cases))]


def overlap(a, b):
    return a["start"] < b["end"] and b["start"] < a["end"]


def of_labels(options, field, asked_precision, asked_recall):
    """Finds of a kind against labelled clauses: a find is right in a clause that has the label, which is met by any find in it."""
    answers = [a for a in common.labelled(options.part) or [] if any(field in c for c in a["clauses"])]
    if not answers:
        return []
    right = found = met = wanted = 0
    for answer, analysis in zip(answers, common.audit(options.program, [a["text"] for a in answers])):
        labels = [c for c in answer["clauses"] if c.get(field)]
        finds = analysis[field]
        right += sum(any(overlap(f, c) for c in labels) for f in finds)
        found += len(finds)
        met += sum(any(overlap(f, c) for f in finds) for c in labels)
        wanted += len(labels)
        if options.misses:
            for f in finds:
                if not any(overlap(f, c) for c in labels):
                    print(f"  extra {field}: {common.cut(answer['text'], max(0, f['start'] - 40), f['end'] + 30)!r}")
            for c in labels:
                if not any(overlap(f, c) for f in finds):
                    print(f"  missed {field}: {common.cut(answer['text'], c['start'], c['end'])!r}")
    precision, _, _ = common.scores(right, found, found)
    _, recall, _ = common.scores(met, met, wanted)
    return [(f"{field} clauses, precision", precision, asked_precision, found),
            (f"{field} clauses, recall", recall, asked_recall, wanted)]


def measure(options):
    rows = of_linters(options) + of_labels(options, "passive", 0.95, 0.85) + of_labels(options, "agentless", None, None)
    return rows or None
