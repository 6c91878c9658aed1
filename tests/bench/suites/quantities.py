"""Quantities: spans and values on suites of other projects, kinds and roles on own labelled answers.

A case is right when one of our outcome quantities has its span and its value. The other projects define spans and values a little
differently; what is forgiven, and nothing else:

  bounds      "about", "at least", "from", an article and the like at either end belong to the span in some suites: both are trimmed.
  nouns       suites of bare numbers leave out what is counted ("two" of "two users", "5" of "$5"); ours may go on over it.
  cents       "10 cents" are 10 cents there and 0.10 of the currency here.
  time        durations are compared in seconds; a month may be 30 days or a twelfth of 365.
  ranges      a range is its two ends, or their mean where a suite says so; "more than 3 and less than 9" may be two bounded numbers.
  other kinds suites of money, lengths, bare numbers or ranges say nothing of the rest: that is no false alarm there.
  lengths     "in", "within", "for" or "every" three weeks is a length of time here, also where a suite works out the calendar days.

Rows that no platform of their own project supports are skipped. EXCEPTIONS_BY_REASON (in _quantity_cases.py) lists the rows that we read
differently on purpose or do not try to read, with the reason; the overall figure is given with and without them.

Labelled quantities count as found when the spans overlap; a range or delta of ours may cover two of theirs.
"""
import re

from suites import common
from suites._quantity_cases import EXCEPTIONS, FILES, OUTCOMES, recognizers

ASKED, ROLE_ASKED = 0.95, 0.85
LEADING = re.compile(
    r"(?:(?:about|around|roughly|approximately|approx|nearly|almost|exactly|only|just|some|over|under|above|below|exceed|surpass|more|less"
    r"|fewer|greater|larger|bigger|higher|lower|smaller|than|or|and|at|least|most|no|up|equals?|equaling|to|between|from|of|a|an|the|is)\b"
    r"|[<>=~])\s*",
    re.IGNORECASE)
TRAILING = re.compile(r"\s*(?:\bor (?:more|greater|less|fewer|equal)(?: than)?|\bor equal|\+|\bmax)$", re.IGNORECASE)


# ---- comparing ----

def trimmed(text, start, end):
    """The span without blanks, bounds and articles at its ends; never empty."""
    while start < end and text[start].isspace():
        start += 1
    while True:
        match = LEADING.match(text, start, end)
        if not match or match.end() >= end:
            break
        start = match.end()
    tail = TRAILING.search(text[start:end])
    if tail and tail.start() > 0:
        end = start + tail.start()
    while end > start + 1 and (text[end - 1].isspace() or text[end - 1] in ",."):
        end -= 1
    return start, end


def in_characters(text, quantity):
    data = text.encode("utf-8")
    return len(data[:quantity["start"]].decode("utf-8")), len(data[:quantity["end"]].decode("utf-8"))


def same_span(case, wanted, span):
    start, end = trimmed(case.text, wanted.start, wanted.end)
    first, last = trimmed(case.text, *span)
    if wanted.bare == "start":
        return first == start
    if wanted.bare:
        return last >= end and (first == start or re.fullmatch(r"[A-Za-z]{0,3}[$€£]?\s*", case.text[first:start]) is not None)
    return first == start and last == end


def is_alarm(case, span, q):
    if case.judged(q) and not q["kind"] == "duration":
        return True
    start = trimmed(case.text, *span)[0]
    inside = any(first <= start < last for first, last in case.forbidden)
    if q["kind"] != "duration":
        return inside
    length = re.search(r"\b(?:in|within|for|every|last) (?:(?:the|a|next) )?$", case.text[:span[0]], re.IGNORECASE)
    return (inside and not length) or (case.judged(q) and not inside)


def judge(case, quantities):
    """Hits, quantities counted as found, quantities wanted, and lines that tell what went wrong."""
    found = [(in_characters(case.text, q), q) for q in quantities if q["kind"] in OUTCOMES]
    hits, misses, used = 0, [], set()
    for wanted in case.wanted:
        match = next((k for k, (span, q) in enumerate(found)
                      if k not in used and same_span(case, wanted, span) and wanted.fits(q)), None)
        if match is None:
            misses.append(f"missed {case.text[wanted.start:wanted.end]!r}")
        else:
            used.add(match)
            hits += 1
    alarms = 0
    for k, (span, q) in enumerate(found):
        if k not in used and is_alarm(case, span, q):
            alarms += 1
            misses.append(f"false alarm {q['text']!r} {q['value']:g} {q['unit']} {q['kind']}")
    return hits, hits + alarms, len(case.wanted), misses


def cases_of(options, stem, reader):
    path = options.data and options.data / "quantities" / f"{stem}.jsonl"
    rows = recognizers(path) if stem.startswith("recognizers") else common.lines(path)
    return None if path is None or not path.exists() else [reader(row) for row in rows]


def measure_file(options, stem, reader, totals):
    cases = cases_of(options, stem, reader)
    if cases is None:
        return None
    analyses = common.audit(options.program, [case.text for case in cases])
    sums = [0, 0, 0]
    for case, analysis in zip(cases, analyses):
        hits, found, wanted, misses = judge(case, analysis["quantities"] if analysis else [])
        excepted = case.name in EXCEPTIONS
        if options.misses and misses:
            print(f"    {'(excepted) ' if excepted else ''}{case.name}: {case.text[:150]!r}: {'; '.join(misses)}")
        for k, count in enumerate((hits, found, wanted)):
            sums[k] += count
            totals["all"][k] += count
            totals["kept"][k] += 0 if excepted else count
    short = stem.replace("recognizers_text_", "").replace("NumberWithUnit_", "").replace("DateTime_", "").replace("Number_", "")
    if sums[2] == 0:
        return f"{short}: false alarms", float(sums[1]), None, len(cases)
    return f"{short}: span and value F1", common.scores(*sums)[2], None, sums[2]


def measure_others(options):
    totals = {"all": [0, 0, 0], "kept": [0, 0, 0]}
    rows = [row for stem, reader in FILES for row in [measure_file(options, stem, reader, totals)] if row]
    if not rows:
        return []
    rows.append(("all files, every row: F1", common.scores(*totals["all"])[2], None, totals["all"][2]))
    rows.append((f"all files, {len(EXCEPTIONS)} listed exceptions left out: F1", common.scores(*totals["kept"])[2], ASKED,
                 totals["kept"][2]))
    return rows


# ---- own labelled answers ----

def overlap(a, b):
    return min(a["end"], b["end"]) - max(a["start"], b["start"])


def pair_up(found, wanted):
    """Pairs of a quantity found and one wanted that overlap; the largest overlap first."""
    ranked = sorted(((overlap(f, w), i, j) for i, f in enumerate(found) for j, w in enumerate(wanted) if overlap(f, w) > 0), reverse=True)
    left, right, pairs = set(), set(), []
    for _, i, j in ranked:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((found[i], wanted[j]))
    return pairs


def measure_labelled(options):
    answers = common.labelled(options.part)
    if not answers:
        return []
    hits = found_count = wanted_count = kind = role = direction = directed = paired = 0
    analyses = common.audit(options.program, [answer["text"] for answer in answers])
    for answer, analysis in zip(answers, analyses):
        found = [q for q in analysis["quantities"] if q["kind"] in OUTCOMES]
        wanted = [q for q in answer["quantities"] if q["kind"] in OUTCOMES]
        pairs = pair_up(found, wanted)
        hits += len(pairs)
        # "from 9 to 17" is one quantity with two ends here and may be two there
        ends = second_ends(pairs, wanted)
        hits += len(ends)
        found_count += len(ends)
        found_count += len(found)
        wanted_count += len(wanted)
        if options.misses:
            tell(answer, found, wanted, pairs, ends)
        for ours, theirs in pairs:
            paired += 1
            kind += ours["kind"] == theirs["kind"]
            role += ours["role"] == theirs["role"]
            if theirs["role"].endswith("outcome"):
                directed += 1
                direction += sign(theirs["direction"]) == ours["direction"]
    rows = [("labelled: quantity found (spans overlap) F1", common.scores(hits, found_count, wanted_count)[2], ASKED, wanted_count)]
    if paired:
        rows += [("labelled: kind", kind / paired, None, paired), ("labelled: role", role / paired, ROLE_ASKED, paired)]
    if directed:
        rows.append(("labelled: direction of outcomes", direction / directed, None, directed))
    return rows


def sign(direction):
    return {"up": 1, "down": -1}.get(direction, 0)


def second_ends(pairs, wanted):
    """Quantities wanted that lie in a range or delta of ours that already has its pair."""
    matched = [id(theirs) for _, theirs in pairs]
    return [w for w in wanted if id(w) not in matched and any("from" in ours and overlap(ours, w) > 0 for ours, _ in pairs)]


def tell(answer, found, wanted, pairs, ends):
    text = answer["text"].encode("utf-8")

    def around(q):
        return text[max(0, q["start"] - 60):q["end"] + 40].decode("utf-8", "replace").replace("\n", " ")

    matched = [id(q) for pair in pairs for q in pair] + [id(q) for q in ends]
    for q in wanted:
        if id(q) not in matched:
            print(f"    {answer['answer_id']}: missed {q['text']!r} {q['kind']} in ...{around(q)}...")
    for q in found:
        if id(q) not in matched:
            print(f"    {answer['answer_id']}: false alarm {q['text']!r} {q['kind']} in ...{around(q)}...")
    for ours, theirs in pairs:
        wrong = [f"{name} {ours[name]} for {theirs[name]}" for name in ("kind", "role") if ours[name] != theirs[name]]
        if theirs["role"].endswith("outcome") and sign(theirs["direction"]) != ours["direction"]:
            wrong.append(f"direction {ours['direction']} for {theirs['direction']}")
        if wrong:
            print(f"    {answer['answer_id']}: {theirs['text']!r}: {'; '.join(wrong)} in ...{around(theirs)}...")


def measure(options):
    rows = measure_others(options) + measure_labelled(options)
    return rows or None
