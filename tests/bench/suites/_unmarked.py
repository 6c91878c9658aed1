"""Labelled answers as a recogniser of speech would write them down: without marks and capitals.

`without_marks` takes the marks that end or divide sentences away; apostrophes, hyphens and points inside of words and numbers stay, as
recognisers write them. Commas may stay, and capitals, for writers who put these but no full stops.
"""
import bisect
import re

MARKS = set(".,;:?!()\"\u201c\u201d\u2014\u2013\u2026")


def replaced(text, at, keep):
    """The character at `at`, or a blank in its place."""
    char = text[at]
    before = text[at - 1] if at else " "
    behind = text[at + 1] if at + 1 < len(text) else " "
    inside = before.isalnum() and behind.isalnum()
    if char in MARKS and char not in keep and not (inside and char in ".,:"):
        return " "
    if (char == "-" and not inside) or (char in "'\u2018" and before == " "):
        return " "
    return " " if char.isspace() else char


def without_marks(text, keep="", lower=True):
    """The text without marks, and a function from byte offsets of the old text into the new one."""
    out, origins, offset = [], [], 0
    for at, original in enumerate(text):
        char = replaced(text, at, keep)
        if char != " " or (out and out[-1] != " "):
            small = char.lower()
            out.append(small if lower and len(small) == 1 else char)
            origins.append(offset)
        offset += len(original.encode("utf-8"))
    while out and out[-1] == " ":
        out.pop()
    places = [0]
    for char in out:
        places.append(places[-1] + len(char.encode("utf-8")))
    return "".join(out), lambda old: places[min(bisect.bisect_left(origins, old), len(out))]


def first_word(text, start):
    """Where the first word at or behind byte `start` begins: marks and hesitations between two borders make no difference."""
    rest = text.encode("utf-8")[start:].decode("utf-8", "replace")
    found = re.match(r"(?:\W*\b(?:um+|uh+m*|erm?|ehm|mh+m|h+m+|mmm)\b)*\W*(?=\w)", rest, re.IGNORECASE)
    skipped = found.end() if found else 0
    return start + len(rest[:skipped].encode("utf-8"))


def moved(spans, to):
    """The spans in the new text; those of which nothing is left are left out."""
    spans = [dict(span, start=to(span["start"]), end=to(span["end"])) for span in spans]
    return [span for span in spans if span["end"] > span["start"]]


def starts(text, spans):
    """Where the spans' first words begin, the first of all left out: it is no border."""
    found = {first_word(text, span["start"]) for span in spans}
    return found - {min(found)} if found else found
