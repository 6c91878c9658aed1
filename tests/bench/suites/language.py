"""Hedges, fillers, syllables and readability (data/language) of other projects.

Hedge and filler rows give a count or spans per sentence; ours is the number of hits of the dictionary category. Syllables are compared word
by word and as a total; readability measures, which we report on the whole answer, must lie within 5 % of the reference.
"""
from suites import common

# Measures of the reference that failwise reports, as functions of one analysis.
MEASURES = {
    "flesch_kincaid_grade": lambda a: a["features"]["fk_grade"],
    "words_per_sentence": lambda a: a["features"]["wps"],
    "count_sentences": lambda a: len(a["sentences"]),
    "syllables_per_word": lambda a: syllables(a) / a["words"],
    "flesch_reading_ease": lambda a: 206.835 - 1.015 * a["features"]["wps"] - 84.6 * syllables(a) / a["words"],
}
ENGLISH = ("EASY_TEXT",)


def syllables(analysis):
    """Syllables of the answer, from its grade and its words per sentence (sentences of speech count 40 words at most there)."""
    features = analysis["features"]
    per_word = (features["fk_grade"] + 15.59 - 0.39 * min(features["wps"], 40)) / 11.8
    return per_word * analysis["words"]


def counted(analysis, feature):
    return round(analysis["features"][feature] * analysis["words"] / 100)


def hedges(options, folder):
    cases = []
    for path in sorted(folder.glob("hedge_filler_*.jsonl")):
        cases += common.lines(path)
    if not cases:
        return []
    right = 0
    for case, analysis in zip(cases, common.audit(options.program, [c["text"] for c in cases])):
        expected = case["expect_count"] if "expect_count" in case else len(case["expect"])
        feature = "filler_rate" if "filler" in case["rule"] else "hedge_rate"
        found = counted(analysis, feature)
        right += (found > 0) == (expected > 0)
        if options.misses and (found > 0) != (expected > 0):
            print(f"  {case['rule']} {case['text']!r} expected {expected} found {found}")
    return [("hedged or not, sentences judged right", right / len(cases), None, len(cases))]


def of_words(options, folder):
    """Each word is an answer of two: the word twice, so that the guard for answers of one word is no matter."""
    rows = common.lines(folder / "readability_syllables.jsonl")
    if not rows:
        return []
    right = total = expected = 0
    for row, analysis in zip(rows, common.audit(options.program, [r["word"] for r in rows])):
        found = round(syllables(analysis)) if analysis and analysis["words"] == 1 else 0
        right += found == row["syllables"]
        total += found
        expected += row["syllables"]
        if options.misses and found != row["syllables"]:
            print(f"  {row['word']} has {row['syllables']}, found {found}")
    return [("syllables of words, exact", right / len(rows), None, len(rows)),
            ("syllables of all words, ours over theirs", total / expected, None, len(rows))]


def readability(options, folder):
    rows = [r for r in common.lines(folder / "readability_textstat.jsonl") or []
            if r["metric"] in MEASURES and r["text_name"] in ENGLISH]
    if not rows:
        return []
    near = 0
    for row, analysis in zip(rows, common.audit(options.program, [r["text"] for r in rows])):
        found = MEASURES[row["metric"]](analysis)
        ok = abs(found - row["expect"]) <= 0.05 * abs(row["expect"])
        near += ok
        if options.misses and not ok:
            print(f"  {row['metric']} of {row['text_name']} is {row['expect']}, found {found:.3f}")
    return [("readability within 5 %", near / len(rows), 1.0, len(rows))]


def measure(options):
    folder = options.data / "language" if options.data else None
    if folder is None or not folder.exists():
        return None
    return hedges(options, folder) + of_words(options, folder) + readability(options, folder) or None
