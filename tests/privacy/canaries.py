#!/usr/bin/env python3
"""Plants personal data and words in answers and looks for them everywhere:  canaries.py FAILWISE SCRATCH_FOLDER

All commands are run, with what goes well and what does not, logging as much as there is. Every byte of every file, of both
outputs and of temporaries is searched; HDF5 files unpacked too. What tells a person (email, phone, card, IBAN) may be
nowhere: it is masked before anything is kept. A name and a phrase, which no program can know for personal, may be where
text is allowed: answers.h5, pages of feedback and what audit and pick print.
"""
import gzip
import os
import pathlib
import subprocess
import sys

MASKED = {
    "email": ["zyx.canary@example.org", "zyx.canary", "zyx&#46;canary"],
    "phone": ["+44 7700 900123", "7700 900123", "900123"],
    "card": ["4111 1111 1111 1111", "1111 1111", "4111111111111111"],
    "iban": ["GB82 WEST 1234 5698 7654 32", "1234 5698", "GB82WEST12345698765432"],
}
TEXT = {"name": ["Zebulon", "Quarkheim"], "phrase": ["flumquat", "ledger sang"]}
SENTENCE = ("I failed Zebulon Quarkheim when the flumquat ledger sang for 3 weeks. Write to zyx.canary@example.org or call +44 7700 900123. "
            "I paid 4111 1111 1111 1111 and GB82 WEST 1234 5698 7654 32. I chose to skip the test. Now I keep a checklist, and errors fell by 40%.")


def unpacked(path):
    data = path.read_bytes()
    if path.suffix == ".h5":
        data += subprocess.run(["h5dump", str(path)], capture_output=True).stdout
    if data[:2] == b"\x1f\x8b":
        data += gzip.decompress(data)
    return data.lower()


def found_in(data, table):
    return sorted(kind for kind, canaries in table.items() if any(c.lower().encode() in data.lower() for c in canaries))


class Commands:
    def __init__(self, program, folder):
        self.program, self.folder, self.count = program, folder, 0
        self.told = []

    def __call__(self, *arguments, status=0, text=False, stdin=b""):
        """Runs a command; its outputs are searched at once. `text`: it is asked to print the answer."""
        environment = dict(os.environ, TMPDIR=str(self.folder / "tmp"))
        done = subprocess.run([self.program, *map(str, arguments)], cwd=self.folder, input=stdin, capture_output=True, env=environment)
        self.count += 1
        if done.returncode != status:
            self.told.append(f"{arguments[0]} ended with {done.returncode}, expected {status}: {done.stderr[-300:]}")
        for name, data in ("output", done.stdout), ("messages", done.stderr):
            for kind in found_in(data, {} if text and name == "output" else {**MASKED, **TEXT}):
                self.told.append(f"{kind} in the {name} of {' '.join(map(str, arguments))}")
        return done


def rows():
    yield "answer_id,participant_id,cohort,attempt,level,text"
    for i in range(24):
        yield f'a{i},p{i // 2},c{i // 12},{1 + i % 2},{"ic" if i % 3 else "senior"},"{SENTENCE} It was week {i}."'
    yield f'a3,p1,c0,1,ic,"{SENTENCE}"'                    # the id again
    yield f',p1,c0,1,ic,"{SENTENCE}"'                      # no id
    yield f'b1,p1,c0,1,ic,"{SENTENCE}",{SENTENCE}'         # a column too many, and quotes in the middle
    yield f'b2,p1,c0,{SENTENCE.replace(",", ";")},ic,"I failed."'  # text where a number belongs
    yield f'b3,p1,c0,1,ic,{SENTENCE.replace(",", ";")} "open'


def main():
    folder = pathlib.Path(sys.argv[2])
    run = Commands(sys.argv[1], folder)
    (folder / "tmp").mkdir()
    (folder / "answers.csv").write_bytes("\n".join(rows()).encode() + b"\nb4,p1,c0,1,ic,\"" + SENTENCE.encode() + b" \xff\xfe\"\n")
    (folder / "good.csv").write_text("\n".join(list(rows())[:25]) + "\n")
    (folder / "ratings.csv").write_text("answer_id,rater_id,rating\n" + "".join(
        f"a{i},r{r},{1 + (i * 7 + r) % 5}\n" for i in range(24) for r in range(3)) + f'a1,r1,"{SENTENCE}"\n')
    verbose = ["-v", "--log-format", "json"]
    lenient = [*verbose, "--max-reject-rate", "1"]
    run("check", "answers.csv", "--ratings", "ratings.csv", *lenient)
    run("check", "answers.csv", "--json", status=1)
    run("run", "answers.csv", "--ratings", "ratings.csv", "-o", "out", *lenient)
    run("run", "answers.csv", "-o", "gate", "--max-reject-rate", "0", status=1)
    run("run", "good.csv", "--ratings", "ratings.csv", "--keep-text", "-o", "kept", *verbose)
    run("run", "-", "-o", "piped", *verbose, stdin=(folder / "good.csv").read_bytes())
    for part in ("1", "2"):
        run("run", "answers.csv", "--shard", f"{part}/2", "-o", f"part{part}", *lenient)
    run("merge", "part1", "part2", "-o", "merged", *verbose)
    run("run", "good.csv", "--keep-text", "--shard", "1/1", "-o", "part-with-text", *verbose)
    run("load", "good.csv", "-o", "answers.h5", *verbose)
    run("extract", "answers.h5", "-o", "features.h5", "--spans", "spans.jsonl", *verbose)
    run("fit", "features.h5", "--ratings", "ratings.csv", "-o", "model.json", *verbose)
    run("score", "features.h5", "--model", "model.json", "-o", "scores.h5", *verbose)
    run("report", "scores.h5", "-o", "report", *verbose)
    run("agree", "ratings.csv", "-o", "agreed", "-v")
    run("export", "kept", "obs", "-o", "exported.csv")
    run("export", "kept", "--participant", "p1", text=True)
    run("compare", "out", "kept", "-o", "compared", "-v")
    run("feedback", "kept", "--all", "-v")
    run("feedback", "kept", "--participant", "p1", "-o", "-", text=True)
    run("audit", "good.csv", "--id", "a1", text=True)
    nightly = ["--keep", "2", "--metrics-file", "nights.prom", "--title", "Nights", "--max-psi", "9", "--min-changed", "2", *verbose]
    run("run", "good.csv", *nightly, "-o", "nights")
    (folder / "good.csv").write_text("\n".join(list(rows())[:24]) + "\n")
    run("run", "good.csv", *nightly, "-o", "nights", status=1)
    run("config", "show", "--origin")
    (folder / "role.txt").write_text("We look for an engineer who owns what goes wrong.\n")
    run("pick", "good.csv", "--role", "role.txt", text=True)
    run("audit", "-", "--json", text=True, stdin=SENTENCE.encode())
    run("evaluate", "kept/scores.csv", "--human", "rubric_overall", "--system", "overall", "-o", "evaluated", "-v")
    # What goes wrong must not quote either.
    run("run", "ratings.csv", "-o", "no1", status=65)
    run("run", "good.csv", "--pii", "reject", "-o", "no2", status=65)
    run("run", "good.csv", "--ratings", "good.csv", "-o", "no3", status=65)
    run("run", "good.csv", "--model", "good.csv", "-o", "no4", status=65)
    run("fit", "good.csv", "--ratings", "ratings.csv", "-o", "no5.json", status=65)
    run("fit", "--table", "good.csv", "--id-column", "answer_id", "--features", "text,attempt", "--human", "level", "-o", "no6", status=65)
    run("evaluate", "good.csv", "--human", "text", "--system", "attempt", "-o", "no7", status=65)
    run("report", "good.csv", "-o", "no8", status=65)
    run("extract", "good.csv", "-o", "no9.h5", status=65)
    run("agree", "good.csv", "-o", "no10", status=65)
    (folder / "headless.csv").write_text(SENTENCE.replace(",", ";") + "\n" + SENTENCE + "\n")
    run("run", "--config", "headless.csv", "good.csv", "-o", "no11", status=78)
    run("merge", "good.csv", "-o", "no12", status=65)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(path.relative_to(folder))
        if name in ("answers.csv", "good.csv", "ratings.csv", "headless.csv"):
            continue
        data = unpacked(path)
        allowed = path.name in ("answers.h5", "part-with-text") or name.startswith("kept-feedback/pages/")
        for kind in found_in(data, MASKED if allowed else {**MASKED, **TEXT}):
            run.told.append(f"{kind} in {name}")
        if path.name in ("answers.h5", "part-with-text") and found_in(data, TEXT) != sorted(TEXT):
            run.told.append(f"{name} does not hold the text: the search finds nothing")
    if list((folder / "tmp").iterdir()):
        run.told.append("files are left in the folder for temporaries")
    print("\n".join(run.told) or "found only where text is allowed")
    return bool(run.told)


sys.exit(main())
