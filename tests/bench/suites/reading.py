"""The labelled answers as web forms and transcripts send them: how far the overall score of the rubric moves, and whether parts are still found.

Every form holds the answer as it was written and something that is no part of it. What is put in at random is the same in every run.
"""
import random
import re
import statistics

from suites import arc, common

SENTENCE_ENDS = r"(?<=[.?!]) "
FOLLOW_UPS = ("What did you do next?", "And what did you learn from it?", "What do you do differently now?")


def as_html(text, _):
    text = text.replace("&", "&amp;").replace("'", "&#39;").replace("\u2019", "&rsquo;").replace("<", "&lt;")
    return "<p>" + re.sub(SENTENCE_ENDS, "</p><p>", text).replace("\n", "<br>") + "</p>"


def as_interview(text, _):
    """Asked again behind each third of the sentences."""
    sentences = re.split(SENTENCE_ENDS, text)
    third = max(1, len(sentences) // 3)
    turns = [" ".join(sentences[at:at + third]) for at in range(0, len(sentences), third)]
    out = ["Interviewer: Tell me about a time you failed.", "Candidate: " + turns[0]]
    for question, turn in zip(FOLLOW_UPS * len(turns), turns[1:]):
        out += ["Interviewer: " + question, "Candidate: " + turn]
    return "\n".join(out)


def with_stamps(text, _):
    return "\n".join(f"[00:{at // 60:02d}:{at % 60:02d}] {sentence}" for at, sentence in enumerate(re.split(SENTENCE_ENDS, text)))


def with_notes(text, chance):
    return " ".join(word + " " + chance.choice(("[inaudible]", "(laughs)")) if chance.random() < .04 else word for word in text.split(" "))


def with_hesitations(text, chance):
    return " ".join(chance.choice(("um, ", "uh ")) + word if chance.random() < .06 else word for word in text.split(" "))


FORMS = {"HTML": as_html, "interview, asked again": as_interview, "time stamps": with_stamps, "notes at 4 % of words": with_notes,
         "hesitations at 6 % of words": with_hesitations}


def measure(options):
    answers = common.labelled(options.part)
    if answers is None:
        return None
    before = [analysis["score"]["overall"] for analysis in common.audit(options.program, [answer["text"] for answer in answers])]
    rows = []
    for name, form in FORMS.items():
        chance = random.Random(1)
        analyses = common.audit(options.program, [form(answer["text"], chance) for answer in answers])
        apart = statistics.mean(abs(a - b["score"]["overall"]) for a, b in zip(before, analyses))
        rows.append((f"{name}: overall as written, mean difference", apart, None, len(answers)))
        rows += [(f"{name}: {what}", figure, None, cases) for what, figure, _, cases in arc.part_rows(list(zip(answers, analyses)), False)
                 if "found" in what]
    return rows
