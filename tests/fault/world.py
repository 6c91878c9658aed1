"""world.py: what the fault tests share: tools, fixtures, cases, and how the state of a folder is judged."""

import hashlib
import json
import os
import re
import shutil
import subprocess

import server

STATUSES = {0, 1, 64, 65, 66, 73, 74, 75, 78}  # documented, but 70 (a bug) and 128+n
TEMPORARY = re.compile(r"\.partial(-\w+)?(/|$)|(^|/)\.(lock|latest\.new)$")
FOREIGN = ("out/notes.txt", "out/mine/notes.csv")  # of the user, in the old output of `run`
PATIENCE_S = server.PATIENCE_S


class World:
    """The program under test, our tools, a scratch folder, and how many workers there are."""

    def __init__(self, program, work, seed):
        self.work = os.path.realpath(work)
        self.seed = seed
        self.program = os.path.join(self.work, "failwise")  # a copy: other users must be able to run it
        shutil.copy(program, self.program)
        os.chmod(self.work, 0o755)
        self.inject = os.path.join(self.work, "inject.so")
        self.alloc = os.path.join(self.work, "alloc.so")
        self.passed, self.failures = 0, []
        self.figures = {}
        self.end = float("inf")
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LC_ALL": "C.UTF-8",
            "SOURCE_DATE_EPOCH": "1700000000",
            "XDG_CONFIG_HOME": os.path.join(self.work, "config"),
            "OPENBLAS_NUM_THREADS": "1",
        }
        self.libraries = server.late_libraries(self.program)
        self.workers = os.cpu_count() or 2
        self.record = None  # of pool.py

    def count(self, name, by=1):
        self.figures[name] = self.figures.get(name, 0) + by

    def check(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failures.append(what)
            print(f"FAIL {what}", flush=True)
        return good

    def run(self, arguments, folder, **more):
        """(status, stdout, stderr); a death by signal n is 128+n, no end within PATIENCE_S is 'hang'."""
        environment = dict(self.environment, **more.pop("env", {}))
        more.setdefault("stdin", subprocess.DEVNULL)
        try:
            done = subprocess.run(
                arguments, cwd=folder, env=environment, capture_output=True, timeout=PATIENCE_S, check=False, **more
            )
        except subprocess.TimeoutExpired:
            return "hang", b"", b""
        return (done.returncode if done.returncode >= 0 else 128 - done.returncode), done.stdout, done.stderr

    def call(self, arguments, folder, wanted=(0, 1)):
        """A run that must work: the fixtures."""
        status, _, message = self.run([self.program, *arguments], folder)
        if status not in wanted:
            raise SystemExit(f"fault: {' '.join(arguments)}: status {status}: {message.decode()}")


def snapshot(folder, under=""):
    """{relative path: mode and hash} of everything below; of folders the mode, of links the target."""
    found = {}
    with os.scandir(os.path.join(folder, under)) as entries:
        for entry in entries:
            path = under + entry.name
            if entry.is_symlink():
                found[path] = "-> " + os.readlink(entry.path)
                continue
            mode = f"{entry.stat(follow_symlinks=False).st_mode & 0o7777:o} "
            if entry.is_dir():
                found[path + "/"] = mode + "folder"
                found.update(snapshot(folder, path + "/"))
            else:
                with open(entry.path, "rb") as stream:
                    found[path] = mode + hashlib.blake2b(stream.read(), digest_size=16).hexdigest()
    return found


def temporaries(state):
    return {name: value for name, value in state.items() if TEMPORARY.search(name)}


def settled(state):
    return {name: value for name, value in state.items() if not TEMPORARY.search(name)}


# name, arguments (with -t 1 where it is taken), fixture files and folders needed, output
CASES = [
    ("run", "run answers.csv --ratings ratings.csv --keep-text --force -q -t 1 -o out", "answers.csv ratings.csv out", "out"),
    ("run_new", "run answers.csv -q -t 1 -o fresh", "answers.csv", "fresh"),
    ("load", "load answers.csv --force -q -t 1 -o a.h5", "answers.csv a.h5", "a.h5"),
    ("extract", "extract answers.h5 --force -q -t 1 -o f.h5", "answers.h5 f.h5", "f.h5"),
    ("fit", "fit features.h5 --ratings ratings.csv --force -q -t 1 -o m.json", "features.h5 ratings.csv m.json", "m.json"),
    ("score", "score features.h5 --model model.json --force -q -t 1 -o s.h5", "features.h5 model.json s.h5", "s.h5"),
    ("report", "report scores.h5 --force -q -t 1 -o page", "scores.h5 page", "page"),
    ("feedback", "feedback out --all --force -q -t 1 -o pages", "out pages", "pages"),
    ("feedback_one", "feedback out --participant PERSON --force -q -t 1 -o page.html", "out page.html", "page.html"),
    ("forget", "forget PERSON out -q -t 1", "out", "out"),
    ("forget_file", "forget PERSON scores.h5 -q -t 1", "scores.h5", "scores.h5"),
    ("export", "export scores.h5 uns/scores --force -q -o scores.csv", "scores.h5 scores.csv", "scores.csv"),
    ("agree", "agree ratings.csv -q --force -o raters", "ratings.csv raters", "raters"),
    ("part", "run answers.csv --shard 1/2 --force -q -t 1 -o part", "answers.csv part", "part"),
    ("merge", "merge parts --force -q -t 1 -o merged", "parts ratings.csv merged", "merged"),
    ("run_keep", "run answers.csv --model model.json --keep 2 -q -t 1 -o kept", "answers.csv model.json", "kept"),
]


class Case:
    """One command with its input, the old output, and the output that it gives when nothing goes wrong."""

    environment = {}

    def __init__(self, world, name, command, needs, output, fixtures):
        self.world, self.name, self.output = world, name, output
        self.manifest = output + "/manifest.json"
        self.arguments = [fixtures["person"] if word == "PERSON" else word for word in command.split()]
        self.home = os.path.join(world.work, "case", name)
        os.makedirs(self.home)
        for need in needs.split():
            source = os.path.join(fixtures["folder"], need)
            place = os.path.join(self.home, need)
            shutil.copytree(source, place, symlinks=True) if os.path.isdir(source) else shutil.copy(source, place)
        self.server = server.Server(world, self.arguments, self.environment)
        self.spare = None  # a scratch folder to mend and use again
        self.tried = {}  # what a second run makes of a state: the same each time
        self.old = self.look(self.home)
        scratch = self.scratch()
        self.status, self.stdout, message = world.run([world.program, *self.arguments], scratch, env=self.environment)
        self.new = self.look(scratch)
        shutil.rmtree(scratch)
        if self.status not in (0, 1) or self.new == self.old or temporaries(self.new):
            raise SystemExit(f"fault: case {name} does not work: status {self.status}: {message.decode()}")

    def scratch(self):
        """A fresh copy of input and old output."""
        where = os.path.join(self.world.work, "scratch", f"{self.name}-{os.urandom(6).hex()}")
        shutil.copytree(self.home, where, symlinks=True)
        return where

    def look(self, folder):
        """The state of a folder, but for what may be different each time."""
        return snapshot(folder)

    def take(self):
        """A scratch folder for one process: the one before, when there is one and it could be mended."""
        where, self.spare = self.spare, None
        return where if where else self.scratch()

    def give(self, where):
        """Takes it back, and mends it for the next; where that is not possible the next gets a copy."""
        try:
            self.mend(where)
            self.spare = where
        except OSError:
            shutil.rmtree(where)

    def mend(self, where):
        """What is not as in the old state is removed, what is missing copied."""
        state = self.look(where)
        for name in sorted(state, reverse=True):  # what is in a folder before the folder
            if state[name] == self.old.get(name):
                continue
            path = os.path.join(where, name)
            os.rmdir(path) if name.endswith("/") else os.unlink(path)
        for name in sorted(self.old):
            if self.old[name] == state.get(name):
                continue
            source, path = os.path.join(self.home, name), os.path.join(where, name)
            if name.endswith("/"):
                os.mkdir(path)
                shutil.copystat(source, path)
            else:
                shutil.copy2(source, path, follow_symlinks=False)

    def calls(self, no_swap=False):
        """[(number, call, path)] of one undisturbed run."""
        scratch = self.scratch()
        log = scratch + ".log"
        status, _, message = self.server.run(scratch, log=log, no_swap=no_swap)
        if status == server.CANNOT:
            raise SystemExit("fault: this machine does not let calls be trapped")
        with open(log, encoding="utf-8") as stream:
            calls = [(int(n), call, path.replace(scratch + "/", "")) for n, call, path in (line.split(None, 2) for line in stream.read().splitlines())]
        good = status == self.status and self.look(scratch) == self.new
        shutil.rmtree(scratch)
        os.unlink(log)
        if not good:
            raise SystemExit(f"fault: {self.name} is disturbed by being watched: status {status}: {message.decode()}")
        self.server.stop()  # each worker starts its own
        return calls

    def judge(self, scratch, status, message, what, names=None, kill=False, unhashed=False):
        """Old or new output whole, nothing else touched; and after the next run new output and no temporaries."""
        world = self.world
        state = found = self.look(scratch)
        problems = []
        mark = self.manifest
        if unhashed and mark in state and dict(state, **{mark: ""}) == dict(self.new, **{mark: ""}):
            state = self.new  # results as they should be; the manifest does not tell the hash of the input
        if status == "hang" or (status not in STATUSES and not kill):
            problems.append(f"status {status}")
        problems += self.losses(state, kill or b"left beside it" in message)
        if status in (0, 1) and not kill and state != self.new:
            problems.append(f"status {status}, but not the new output")
        if temporaries(state) and not kill and b"left beside it" not in message:
            problems.append("temporaries left: " + " ".join(sorted(temporaries(state))[:3]))
        if status not in (0, 1) and not kill:
            text = message.decode("utf-8", "replace")
            if "failwise: error: " not in text:
                problems.append("no message")
            elif names and not any(name in text for name in names):
                problems.append(f"message names no file ({' or '.join(names)}): {text.strip()}")
        if state != self.old and not (state == self.new and self.rerun_refused(scratch)):
            problems += self.again(scratch, state, found)
        if problems:
            text = message.decode("utf-8", "replace").strip()[-200:]
            problems.append(f"[status {status}: {text}]")
        return world.check(not problems, f"{self.name}, {what}: {'; '.join(problems)}")

    def losses(self, state, kill):
        """What is neither the old output nor the new one."""
        whole = settled(state)
        if kill and self.output + "/" not in whole:  # between two renames the old folder stands aside
            old = {n.replace(".partial-old", "", 1): v for n, v in temporaries(state).items() if ".partial-old/" in n}
            whole.update({n: v for n, v in old.items() if not n.endswith(".lock")})
        if kill:  # the user's own files may still be on their way to the new folder: the next run takes them on
            aside = {re.sub(r"\.partial(-old)?", "", name, count=1): value for name, value in temporaries(state).items()}
            whole.update({n: v for n, v in aside.items() if (n in FOREIGN or n == "out/mine/") and n not in whole})
        if whole in (self.old, self.new):
            return []
        self.world.count("losses")
        changed = sorted({n for n in set(whole) | set(self.old) if whole.get(n) != self.old.get(n)})
        return [f"neither old nor new: {' '.join(changed[:6])}"]

    def rerun_refused(self, _):
        """What was done cannot be done again: a person is forgotten once, a new folder is made once."""
        return self.name in ("forget", "forget_file", "run_new")

    def again(self, scratch, state, found):
        """What is wrong after a second run on what was found; known when the same was found before."""
        key = hashlib.blake2b(repr(sorted(found.items())).encode(), digest_size=16).digest()
        if key not in self.tried:
            self.tried[key] = self.second_run(scratch, settled(state) == self.new)
        return self.tried[key]

    def second_run(self, scratch, done):
        status, _, message = self.server.run(scratch, trapped=False)
        after = self.look(scratch)
        if done and self.rerun_refused(scratch):
            # Leftovers of the killed run are cleaned by the next one that gets as far as its output.
            return [] if settled(after) == self.new else [f"a second run spoilt the output: status {status}"]
        if status != self.status or after != self.new:
            left = sorted({n for n in set(after) | set(self.new) if after.get(n) != self.new.get(n)})
            return [f"a second run does not mend it: status {status} {message.decode()[-200:].strip()} {' '.join(left[:6])}"]
        return []


def make_fixtures(world):
    """Two synthetic cohorts, and every file of every stage of the one; the other gives the old outputs."""
    folder = os.path.join(world.work, "fixtures")
    os.makedirs(folder)
    for name, seed in (("new", "1"), ("old", "2")):
        world.call(["simulate", "-n", "12", "--seed", seed, "-q", "-o", name], folder)
        for kind in ("answers", "ratings"):
            shutil.copy(os.path.join(folder, name, f"{kind}.csv"), os.path.join(folder, f"{name}_{kind}.csv"))
    for name, prefix in (("old", "o_"), ("new", "")):
        answers, ratings = f"{name}_answers.csv", f"{name}_ratings.csv"
        for line in (
            f"load {answers} -q -o {prefix}answers.h5",
            f"extract {prefix}answers.h5 -q -o {prefix}features.h5",
            f"fit {prefix}features.h5 --ratings {ratings} -q -o {prefix}model.json",
            f"score {prefix}features.h5 --model {prefix}model.json -q -o {prefix}scores.h5",
            f"report {prefix}scores.h5 -q -o {prefix}page",
            f"run {answers} --ratings {ratings} --keep-text -q -o {prefix}out",
            f"feedback {prefix}out --all -q -o {prefix}pages",
            f"agree {ratings} -q -o {prefix}raters",
        ):
            world.call(line.split(), folder)
    shutil.copy(os.path.join(folder, "new_answers.csv"), os.path.join(folder, "answers.csv"))
    shutil.copy(os.path.join(folder, "new_ratings.csv"), os.path.join(folder, "ratings.csv"))
    for kind, name in (("answers.h5", "a.h5"), ("features.h5", "f.h5"), ("model.json", "m.json"), ("scores.h5", "s.h5")):
        shutil.copy(os.path.join(folder, "o_" + kind), os.path.join(folder, name))
    os.mkdir(os.path.join(folder, "parts"))
    for part in ("1", "2"):
        world.call(f"run answers.csv --ratings ratings.csv --shard {part}/2 -q -o parts/{part}".split(), folder)
    shutil.copytree(os.path.join(folder, "o_out"), os.path.join(folder, "merged"))
    for name in ("page.html", "scores.csv", "part"):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write("the old file\n")
    for name in ("page", "pages", "raters"):
        shutil.rmtree(os.path.join(folder, name))
        shutil.copytree(os.path.join(folder, "o_" + name), os.path.join(folder, name))
    with open(os.path.join(folder, "answers.csv"), encoding="utf-8") as stream:
        header, first = stream.readline().split(","), stream.readline().split(",")
    person = first[header.index("participant_id")]
    # The folder that is forgotten in and fed back from is the one of the new cohort; `run` replaces it by the same bytes
    # unless the old one stands there.
    return {"folder": folder, "person": person}


def make_cases(world, fixtures, only=None):
    import nightly  # which is a kind of Case

    cases = []
    for name, command, needs, output in CASES:
        if only and name not in only:
            continue
        swap = name == "run"
        if name == "run_keep":
            cases.append(nightly.make(world, name, command, needs, output, fixtures))
        elif swap:  # the old output of `run` is the other cohort's
            folder = os.path.join(world.work, "fixtures-run")
            os.makedirs(folder)
            world.call(["simulate", "-n", "6", "--seed", "3", "-q", "-o", "few"], folder)  # it fits: fewer tables to write
            for file in ("answers.csv", "ratings.csv"):
                shutil.copy(os.path.join(folder, "few", file), folder)
            shutil.copytree(os.path.join(fixtures["folder"], "o_out"), os.path.join(folder, "out"))
            os.mkdir(os.path.join(folder, "out", "mine"))
            for own in FOREIGN:  # what a user has put there stays
                with open(os.path.join(folder, own), "w", encoding="utf-8") as stream:
                    stream.write("a file of the user's own\n")
            cases.append(Case(world, name, command, needs, output, dict(fixtures, folder=folder)))
        else:
            cases.append(Case(world, name, command, needs, output, fixtures))
    return cases


def verify_manifest(folder):
    """Every file that the manifest lists is there with its size; its hash is checked by comparing whole states."""
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as stream:
        for entry in json.load(stream)["files"]:
            if os.path.getsize(os.path.join(folder, entry["path"])) != entry["bytes"]:
                return False
    return True
