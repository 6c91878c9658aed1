"""Personal data in the test cases of two recognisers of others (data/pii), and false alarms on text that has none.

Per type, precision and recall over spans: a find is right when it covers what was expected, up to blanks, brackets and the like at its
ends. Rows that name their finds by text only are matched by text. A find of another of our types at the same place (a card read as a long
run of digits) counts as found for recall and is no false alarm: it is masked all the same. GUIDs, times, money, quantities and plain prose
must raise nothing.
"""
import csv
import re

from suites import common

TYPES = {"email": ("presidio_email", "recognizers_text_Sequence_EmailModel"),
         "url": ("presidio_url", "recognizers_text_Sequence_URLModel"),
         "ip": ("presidio_ip", "recognizers_text_Sequence_IpAddressModel"),
         "phone": ("presidio_phone", "recognizers_text_Sequence_PhoneNumberModel"),
         "card": ("presidio_credit_card",)}
QUIET = ("recognizers_text_DateTime_DateTimeModel", "recognizers_text_NumberWithUnit_CurrencyModel",
         "recognizers_text_NumberWithUnit_DimensionModel", "recognizers_text_Number_NumberModel",
         "recognizers_text_Number_PercentModel", "recognizers_text_DateTime_DurationExtractor")
ANNOUNCED = re.compile(r"\b(tel|phone|https?|www)\b", re.IGNORECASE)  # these do hold an address or a telephone number
EDGES = " \t\n\"'()[]<>.,;:!?"


def expected_texts(case):
    """The finds that a row expects, as texts; None where only their number is told."""
    text = case["text"]
    if "expect" in case:
        return [found["Text"] for found in case["expect"]]
    if case["expect_positions"] is not None:
        return [text[start:end] for start, end in case["expect_positions"]]
    return [] if case["expect_len"] == 0 else None


def same(a, b):
    return a.strip(EDGES).casefold() == b.strip(EDGES).casefold()


def score_case(wanted, count, found):
    """(hits, false alarms) of the texts found against those wanted, or their bare number."""
    if wanted is None:
        hits = min(count, len(found))
        return hits, len(found) - hits
    left = list(found)
    hits = 0
    for text in wanted:
        match = next((f for f in left if same(f, text)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits, len(left)


def supported(case):
    return not case.get("not_supported") or len(case["not_supported"].split(",")) < 4


def finds(analysis, text, kind):
    """Texts of the finds: those of the type, and others that lie where one of the type could be meant."""
    found = (analysis or {}).get("pii", [])
    mine = [common.cut(text, f["start"], f["end"]) for f in found if f["type"] == kind]
    others = [common.cut(text, f["start"], f["end"]) for f in found if f["type"] != kind]
    return mine, others


def of_type(options, kind, sources):
    cases = []
    for source in sources:
        cases += [c for c in common.lines(options.data / "pii" / f"{source}.jsonl") or [] if supported(c)]
    if not cases:
        return []
    hits = alarms = wanted_count = 0
    for case, analysis in zip(cases, common.audit(options.program, [c["text"] for c in cases])):
        wanted = expected_texts(case)
        count = case.get("expect_len", 0) if wanted is None else len(wanted)
        mine, others = finds(analysis, case["text"], kind)
        if wanted is not None:
            mine += [o for o in others if any(same(o, w) for w in wanted)]
        right, wrong = score_case(wanted, count, mine)
        hits += right
        alarms += wrong
        wanted_count += count
        if options.misses and (right < count or wrong):
            print(f"  {kind} {case['text']!r} expected {wanted or count} found {mine} others {others}")
    precision, recall, _ = common.scores(hits, hits + alarms, wanted_count)
    return [(f"{kind}, precision", precision, 0.95, hits + alarms), (f"{kind}, recall", recall, 0.95, wanted_count)]


def share_quiet(options, name, texts):
    """The share of texts that raise nothing."""
    analyses = common.audit(options.program, texts)
    loud = [(t, a["pii"]) for t, a in zip(texts, analyses) if a and a["pii"]]
    if options.misses:
        for text, found in loud:
            print(f"  alarm {[(f['type'], common.cut(text, f['start'], f['end'])) for f in found]} in {text[:90]!r}")
    return (name, 1 - len(loud) / len(texts), 0.99, len(texts))


def quiet(options):
    rows = []
    guids = [c["text"] for c in common.lines(options.data / "pii" / "recognizers_text_Sequence_GUIDModel.jsonl") or []]
    if guids:
        rows.append(share_quiet(options, "GUIDs that raise nothing", guids))
    texts = []
    for source in QUIET:
        cases = common.lines(options.data / "quantities" / f"{source}.jsonl") or []
        texts += [c["text"].strip() for c in cases if not ANNOUNCED.search(c["text"])]
    if texts:
        rows.append(share_quiet(options, "times, money, numbers that raise nothing", texts))
    prose = options.data / "prose" / "autobiographies.csv"
    if prose.exists():
        with open(prose, newline="", encoding="utf-8") as file:
            rows.append(share_quiet(options, "paragraphs that raise nothing", [r["text"] for r in csv.DictReader(file)]))
    return rows


def measure(options):
    if options.data is None or not (options.data / "pii").exists():
        return None
    rows = []
    for kind, sources in TYPES.items():
        rows += of_type(options, kind, sources)
    return rows + quiet(options)
