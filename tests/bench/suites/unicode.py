"""Words and sentences against the tests of the Unicode Character Database (data/unicode/{Word,Sentence}BreakTest*.txt).

Claimed as UAX #29 is every row to which no tailoring below applies: these must be right in full. Rows with a tailoring must be cut as the
tailoring says, and as UAX #29 says elsewhere; they are counted apart. Blanks, controls and marks that nothing carries make no tokens, so
a border between two of them, or where in a run of blanks a sentence begins, cannot be told: such places are left out of every row.

The tool is bench_breaks, which is built beside the program (target bench_breaks) when it is not there.
"""
import pathlib
import subprocess
import unicodedata

# Word tailorings: name -> (why, the rules of UAX #29 that say otherwise, applies(before, after, row, place)); each turns the rule round.
# `before` is the last character before the place that WB4 does not skip, `after` the one behind it.
QUOTES = "'\u2018\u2019\uff07"
BLANK = ("Zs", "Zl", "Zp", "Cc", "Cf")


def is_letter(c):
    return unicodedata.category(c)[0] == "L"


def is_digit(c):
    return unicodedata.category(c) == "Nd"


WORDS = {
    "colon, stop": (
        "'Fix:none' and 'failed.Then' are two words: a heading, a blank that was forgotten", "WB6 WB7",
        lambda before, after, text, at: (before in ":." and is_letter(after)) or (after in ":." and is_letter(before))),
    "numbers": (
        "5'10 is feet and inches and 3;4 are two numbers", "WB11 WB12",
        lambda before, after, text, at: (before in QUOTES + ";" and is_digit(after)) or (after in QUOTES + ";" and is_digit(before))),
    "leading dot": (
        ".5 is a number where the dot closes nothing", "WB999",
        lambda before, after, text, at: before == "." and "0" <= after <= "9" and text[at - 1] == "." and
        (at == 1 or unicodedata.category(text[at - 2]) in BLANK + ("Sc", "Sm", "Sk"))),
}

# Sentence tailorings: name -> (why, rules, applies(text before the gap, blanks in the gap, text behind it)).
SENTENCES = {
    "no blank": (
        "a full stop with no blank behind it stands inside a name, a host or a version, unless plain words are on both sides",
        "SB11", lambda before, blanks, after: not blanks and before.rstrip("\"')\u201d\u2019").endswith(".")),
    "abbreviation": (
        "something goes on behind 'e.g.', 'Dr.', and behind 'etc.' before the sentence has its verb", "SB11",
        lambda before, blanks, after: before.rstrip("\"')\u201d\u2019").endswith(("etc.", "e.g.", "Dr."))),
    "small letters": (
        "transcripts in small letters have full stops: 'it broke. then i fixed it'", "SB8",
        lambda before, blanks, after: before.endswith(".") and blanks and after.lstrip("\"'([\u2018\u201c")[:1].islower()),
    "lines": (
        "a line that goes on in small letters was wrapped", "SB4",
        lambda before, blanks, after: any(c in "\r\n\x85\u2028\u2029" for c in blanks) and after[:1].islower()),
    "markup": (
        "a symbol or bracket right behind a mark belongs to it: 'done!=)', '[?][note]'", "SB11",
        lambda before, blanks, after: not blanks and not (after[:1] or "a").isalnum()),
    "addresses": (
        "'?' and '!' inside a run with '/', '=', '@' or '&' belong to an address", "SB11",
        lambda before, blanks, after: not blanks and set((before.split() or [""])[-1] + (after.split() or [""])[0]) & set("/=@&")),
}


def is_ignored(c):
    """Skipped by WB4 and SB5 (enough for the characters of the tests)."""
    return unicodedata.category(c) in ("Mn", "Mc", "Me", "Cf") or 0x1F3FB <= ord(c) <= 0x1F3FF


def rows(path):
    """The rows of a test file: text, and for each place inside it whether there is a border."""
    for line in path.read_text(encoding="utf-8").splitlines():
        marks = line.split("#")[0].split()
        if marks:
            yield "".join(chr(int(c, 16)) for c in marks[1::2]), [m == "\u00f7" for m in marks[2:-1:2]]


def tool_beside(program):
    """bench_breaks of the build that the program came from; built when it is not there yet."""
    build = pathlib.Path(program).resolve().parent
    tool = build / "tests" / "bench_breaks"
    if not tool.exists() and (build / "CMakeCache.txt").exists():
        subprocess.run(["cmake", "--build", str(build), "--target", "bench_breaks"], stdout=subprocess.DEVNULL, check=False)
    return tool if tool.exists() else None


def cut_all(tool, texts):
    """For each text its tokens: (start, end, starts a sentence), in characters."""
    lines = "".join(" ".join(f"{ord(c):04X}" for c in text) + "\n" for text in texts)
    done = subprocess.run([str(tool)], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    for text, line in zip(texts, done.stdout.decode().splitlines()):
        place = {}
        at = 0
        for number, c in enumerate(text + "\0"):
            place[at] = number
            at += len(c.encode("utf-8"))
        tokens = []
        for part in line.split():
            start, end = part.rstrip("s").split("-")
            tokens.append((place[int(start)], place[int(end)], part.endswith("s")))
        yield tokens


def check_words(text, borders, tokens):
    """(names of the tailorings that apply, places that are wrong)."""
    inside = {i for start, end, _ in tokens for i in range(start, end)}
    cuts = {start for start, _, _ in tokens} | {end for _, end, _ in tokens}
    applied, wrong = set(), []
    for at in range(1, len(text)):
        if at - 1 not in inside and at not in inside:
            continue
        border = borders[at - 1]
        before = next((c for c in reversed(text[:at]) if not is_ignored(c)), text[0])
        if not is_ignored(text[at]):
            for name, (_, rules, applies) in WORDS.items():
                if applies(before, text[at], text, at) and border == (rules == "WB999"):
                    applied.add(name)
                    border = not border
                    break
        if border != (at in cuts):
            wrong.append(at)
    return applied, wrong


def check_sentences(text, borders, tokens):
    applied, wrong = set(), []
    for (start, end, _), (following, _, begins) in zip(tokens, tokens[1:]):
        border = any(borders[at - 1] for at in range(end, following + 1))
        visible = "".join(c for c in text[:end] if not is_ignored(c))
        blanks = [c for c in text[end:following] if not is_ignored(c)]
        for name, (_, rules, applies) in SENTENCES.items():
            if border == (rules != "SB8") and border != begins and applies(visible, blanks, text[following:]):
                applied.add(name)
                border = not border
                break
        if border != begins:
            wrong.append(following)
        wrong += [at for at in range(start + 1, end) if borders[at - 1]]
    return applied, wrong


def file_rows(options, tool, pattern, check, what):
    paths = sorted((options.data / "unicode").glob(pattern))
    if not paths:
        return []
    cases = list(rows(paths[-1]))
    claimed = right = tailored = as_listed = 0
    for (text, borders), tokens in zip(cases, cut_all(tool, [text for text, _ in cases])):
        applied, wrong = check(text, borders, tokens)
        good = not wrong
        claimed += not applied
        right += good and not applied
        tailored += bool(applied)
        as_listed += good and bool(applied)
        if options.misses and not good:
            print(f"  {what}: {' '.join(f'{ord(c):04X}' for c in text)} wrong at {wrong}, tailored: {sorted(applied)}")
    return [(f"{what}: rows claimed as UAX #29, right", right / claimed, 1.0, claimed),
            (f"{what}: rows tailored, as listed", as_listed / tailored if tailored else 1.0, 1.0, tailored),
            (f"{what}: share of rows claimed", claimed / len(cases), 0.95, len(cases))]


def measure(options):
    if not options.data or not (options.data / "unicode").exists():
        return None
    tool = tool_beside(options.program)
    if tool is None:
        return None
    return (file_rows(options, tool, "WordBreakTest*.txt", check_words, "words") +
            file_rows(options, tool, "SentenceBreakTest*.txt", check_sentences, "sentences")) or None
