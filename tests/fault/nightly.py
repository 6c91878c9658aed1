"""nightly.py: the case of `run --keep`: a folder of dated runs, a link to the last, their history. Its steps are several
renames, so between them the folder is neither as before nor as after; each run in it is whole at any time."""

import os
import shutil

import world as worlds

NIGHTS = ("2026-11-20T02-00-00Z", "2026-11-21T02-00-00Z", "2026-11-22T02-00-00Z")
SECONDS = ("1795140000", "1795226400", "1795312800")  # the same, as the clock has them
HISTORY, LINK, LOCK = "kept/history.csv", "kept/latest", "kept/.lock"


def clock(world, night):
    return {"LD_PRELOAD": world.inject, "FAULT_TIME": SECONDS[night]}


class Nightly(worlds.Case):
    """The third night, of which two are kept."""

    def __init__(self, world, *rest):
        self.environment = clock(world, 2)
        super().__init__(world, *rest)
        self.manifest = f"kept/{NIGHTS[2]}/manifest.json"
        shown = {name.split("/")[1] for name in self.new if name.startswith("kept/20")}
        if shown != set(NIGHTS[1:]) or self.new[LINK] != "-> " + NIGHTS[2]:
            raise SystemExit(f"fault: case {self.name} does not work: {shown}")

    def look(self, folder):
        """The lock stays where it is, with the number of the process; the history is looked at by content."""
        state = worlds.snapshot(folder)
        state.pop(LOCK, None)
        if HISTORY in state:
            with open(os.path.join(folder, HISTORY), encoding="utf-8") as stream:
                state[HISTORY] = stream.read()
        return state

    def losses(self, state, kill):
        whole, problems = worlds.settled(state), []

        def night(among, number):
            return {n: v for n, v in among.items() if n.startswith(f"kept/{NIGHTS[number]}/")}

        first, third = night(whole, 0), night(whole, 2)
        if first and first != night(self.old, 0):
            problems.append("the first night is there in part")
        if night(whole, 1) != night(self.old, 1):
            problems.append("the second night is not as it was")
        if third and third != night(self.new, 2):
            problems.append("the third night is there in part")
        if whole.get(LINK) != (self.new if whole.get(LINK) == self.new[LINK] and third else self.old)[LINK]:
            problems.append("the link leads elsewhere")
        if not first and whole.get(LINK) != self.new[LINK]:
            problems.append("the first night is gone too early")
        history = whole.get(HISTORY, "")
        if history not in (self.old[HISTORY], self.new[HISTORY]) and not (kill and self.new[HISTORY].startswith(history)):
            problems.append("the history is neither old nor new")
        rest = [n for n in set(whole) | set(self.old) if not n.startswith("kept/") and whole.get(n) != self.old.get(n)]
        if rest:
            problems.append(f"changed: {' '.join(rest[:6])}")
        if problems:
            self.world.count("losses")
        return problems

    def again(self, scratch, state, found):
        if state == self.new and found[self.manifest] != state[self.manifest]:
            return []  # inputs without a hash: a second run cannot know that nothing has changed, and is a fourth night
        return super().again(scratch, state, found)

    def second_run(self, scratch, done):
        """As if the third night had gone well; a row that was completed later does not tell the seconds."""
        status, _, message = self.server.run(scratch, trapped=False)
        after = self.look(scratch)
        history = [row.split(",") for row in after.pop(HISTORY, "").splitlines()]
        wanted = [row.split(",") for row in self.new[HISTORY].splitlines()]
        whole = [row[:3] + row[4:] for row in history if len(row) == len(wanted[0])]
        problems = []
        if whole != [row[:3] + row[4:] for row in wanted]:
            problems.append("a second run does not complete the history")
        rest = dict(self.new)
        rest.pop(HISTORY)
        if status != self.status or after != rest:
            left = sorted({n for n in set(after) | set(rest) if after.get(n) != rest.get(n)})
            problems.append(f"a second run does not mend it: status {status} {message.decode()[-200:].strip()} {' '.join(left[:6])}")
        return problems


def make(world, name, command, needs, output, fixtures):
    """The first two nights, of other answers."""
    folder = os.path.join(world.work, "fixtures-keep")
    os.makedirs(folder)
    for file in ("o_answers.csv", "model.json"):
        shutil.copy(os.path.join(fixtures["folder"], file.replace("o_answers", "old_answers")), os.path.join(folder, file))
    shutil.copy(os.path.join(fixtures["folder"], "answers.csv"), folder)
    for night in (0, 1):
        line = f"run o_answers.csv --model model.json --keep 2 -q -t 1 -o kept --title night{night}"
        status, _, message = world.run([world.program, *line.split()], folder, env=clock(world, night))
        if status != 0:
            raise SystemExit(f"fault: {line}: status {status}: {message.decode()}")
    return Nightly(world, name, command, needs + " kept", output, dict(fixtures, folder=folder))
