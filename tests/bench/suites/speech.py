"""The labelled answers as transcripts: marks and capitals are taken away, labels stay where they were.

Borders are where clauses begin (sentences too: nothing tells them apart), but for the first; labels, parts and scores as in arc.py. The
last rows set overall scores of the rubric against those of the same answers as they were written. Second table: commas stay, as many
writers put them and no full stops; third: contractions lose their apostrophes ("didnt"), all else stays.
"""
import re
import statistics

from suites import arc, common
from suites._unmarked import moved, starts, without_marks


def unmarked(answer, keep):
    text, to = without_marks(answer["text"], keep)
    return dict(answer, text=text, clauses=moved(answer["clauses"], to))


def without_apostrophes(answer):
    """Clauses no longer stand where they were labelled: only what is told of the whole answer can be compared."""
    return dict(answer, text=re.sub(r"(?<=[A-Za-z])['\u2019](?=[a-z])", "", answer["text"]))


def overall(analyses):
    return [analysis["score"]["overall"] for analysis in analyses]


def border_rows(pairs):
    hits = reported = wanted = 0
    for answer, analysis in pairs:
        found, expected = starts(answer["text"], arc.clauses_of(analysis)), starts(answer["text"], answer["clauses"])
        hits, reported, wanted = hits + len(found & expected), reported + len(found), wanted + len(expected)
    precision, recall, f1 = common.scores(hits, reported, wanted)
    return [("clause borders, precision", precision, None, reported), ("clause borders, recall", recall, None, wanted),
            ("clause borders, F1", f1, None, len(pairs))]


def score_rows(before, after):
    apart = statistics.mean(abs(a - b) for a, b in zip(before, after))
    return [("overall as written, r", statistics.correlation(before, after), None, len(before)),
            ("overall as written, mean difference", apart, None, len(before))]


def table(options, name, answers, before, aligned):
    pairs = list(zip(answers, common.audit(options.program, [answer["text"] for answer in answers])))
    rows = [*border_rows(pairs), arc.label_rows(pairs, options.misses)[0]] if aligned else []
    rows += arc.part_rows(pairs, False) + score_rows(before, overall(analysis for _, analysis in pairs))
    return [(f"{name}: {what}", figure, None, cases) for what, figure, _, cases in rows]


def measure(options):
    answers = common.labelled(options.part)
    if answers is None:
        return None
    before = overall(common.audit(options.program, [answer["text"] for answer in answers]))
    return (table(options, "no marks", [unmarked(answer, "") for answer in answers], before, True) +
            table(options, "commas", [unmarked(answer, ",") for answer in answers], before, True) +
            table(options, "no apostrophes", [without_apostrophes(answer) for answer in answers], before, False))
