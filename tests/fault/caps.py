"""caps.py: every documented cap, at it and one beyond it; and bombs and floods for every reader, in bounded memory."""

import gzip
import os
import resource
import shutil
import subprocess
import tempfile

import pool

MIB = 1 << 20
ADDRESSES = 1536 * MIB  # of each run; threads and BLAS reserve some of it
MEMORY_MB = 700
SECONDS = 60  # of a processor
SLOW = ("raters of a panel",)  # 15 s at the cap: with --all only


def text_file(name, *pieces):
    with open(name, "w", encoding="utf-8") as out:
        for piece in pieces:
            out.write(piece)


def rows(name, head, lines):
    text_file(name, head + "\n", "".join(line + "\n" for line in lines))


def answers(n, column="", cell=lambda i: ""):
    rows("a.csv", "answer_id,text" + column, (f"a{i},I failed and I learned.{cell(i)}" for i in range(n)))


def ratings(n, rater=lambda i: "r1", answer=lambda i: f"a{i}", rating=lambda i: "3"):
    rows("r.csv", "answer_id,rater_id,rating", (f"{answer(i)},{rater(i)},{rating(i)}" for i in range(n)))


def columns(n):
    names = ["answer_id", "text", *(f"c{i}" for i in range(n - 2))]
    rows("a.csv", ",".join(names), [",".join(["a1", "I failed."] + ["x"] * (n - 2))])


def rating_columns(n):
    answers(1)
    names = ["answer_id", "rater_id", "rating", *(f"c{i}" for i in range(n - 3))]
    rows("r.csv", ",".join(names), [",".join(["a0", "r1", "3"] + ["x"] * (n - 3))])


def table_columns(n):
    names = ["id", "human", "system", *(f"c{i}" for i in range(n - 3))]
    rows("t.csv", ",".join(names), [",".join([str(i), str(i % 3), str(i % 5)] + ["x"] * (n - 3)) for i in range(9)])


def field(n):
    text_file("a.csv", "answer_id,text\na1,", ("failed " * (n // 7 + 1))[:n], "\na2,I failed.\n")


def record(n):
    wide = n - len("a1,I failed.,,,,,")  # five fields of up to 1 MiB
    cells = [wide // 5 + (i < wide % 5) for i in range(5)]
    text_file("a.csv", "answer_id,text,b,c,d,e,f\na1,I failed.", *("," + "x" * cell for cell in cells), "\na2,I failed.,,,,,\n")


def rating_record(n):
    answers(1)
    text_file("r.csv", "answer_id,rater_id,rating,x\na0,r1,3,", "x" * (n - len("a0,r1,3,")), "\na0,r2,3,\n")


def answer(n):
    text_file("story.txt", ("I failed. " * (n // 10 + 1))[:n])


def groups(n):
    answers(5 * n, ",cohort", lambda i: f",cohort {i // 5}")


def by_columns(n):
    answers(6, "".join(f",c{i}" for i in range(n)), lambda i: ",x" * n)


def evaluate_groups(n):
    rows("t.csv", "id,human,system,g", (f"{i},{i % 3},{i % 5},g{i // 2}" for i in range(2 * n)))


def dic_file(n):
    head = "%\n1\twords\n%\nword\t1\n"
    text_file("d.dic", head, ("#" * 1023 + "\n") * ((n - len(head)) // 1024), "#" * ((n - len(head)) % 1024))


def yaml_file(n):
    head = "words: [word]\n"
    text_file("d.yaml", head, ("#" * 1023 + "\n") * ((n - len(head)) // 1024), "#" * ((n - len(head)) % 1024))


def categories(n):
    """Beside those that are built in."""
    text_file("d.dic", "%\n", *(f"{i}\town{i}\n" for i in range(1, n + 1)), "%\n", *(f"word{i}\t{i}\n" for i in range(1, n + 1)))


def yaml_depth(n):
    text_file("d.yaml", "".join(" " * i + f"level{i}:\n" for i in range(n - 1)), " " * n + "- word\n")


def raters(n):
    answers(1)
    ratings(n, lambda i: f"r{i}", lambda i: f"a{i % 100}")


def rating_size(n):
    answers(3)
    ratings(3, rating=lambda i: str((3, n, -n)[i]))


def panel(n):
    ratings(2 * n, lambda i: f"r{i % n}", lambda i: f"a{i // n}", lambda i: str(1 + i % 5))


def distinct(n):
    ratings(2 * n, lambda i: f"r{i % 2}", lambda i: f"a{i // 2}", lambda i: str(i // 2))


def stories(n):
    answers(n)
    text_file("role.txt", "We look for somebody who owns what goes wrong.\n")


def json_depth(n):
    """The object is one; what is nested in it is a member that nobody asks for."""
    answers(1)
    with open("base.json", encoding="utf-8") as stream:
        text = stream.read().rstrip()
    text_file("m.json", text[:-1].rstrip(), ', "deep": ', "[" * (n - 1), "]" * (n - 1), "}\n")


# what, cap, files of that size, command, what it tells at the cap, status and what it tells one beyond it
CAPS = [
    ("columns of answers", 4096, columns, "check a.csv", "1 read = 1 used", 65, "4096"),
    ("columns of ratings", 4096, rating_columns, "check a.csv --ratings r.csv", "1 read = 1 used", 65, "4096"),
    ("columns of a table", 4096, table_columns, "evaluate t.csv --human human --system system -o e", "", 65, "4096"),
    ("bytes of a field", MIB, field, "check a.csv --max-reject-rate 1", "2 read = 2 used", 0, "long_field"),
    ("bytes of a record", 4 * MIB, record, "check a.csv --max-reject-rate 1", "2 read = 2 used", 0, "long_record"),
    ("bytes of a rating's record", 4 * MIB, rating_record, "check a.csv --ratings r.csv --max-reject-rate 1", "2 used", 0, "1 used + 1 rejected"),
    ("bytes of an answer", 64 << 10, answer, "audit story.txt --json", "", 65, "limit"),
    ("groups of a column", 2000, groups, "run a.csv -q -o o", "", 0, ""),
    ("columns to group by", 38, by_columns, "run a.csv -q -o o --by BY", "", 64, "too many columns"),
    ("groups of evaluate", 500, evaluate_groups, "evaluate t.csv --human human --system system --by g -o e", "", 65, "more than 500"),
    ("bytes of a .dic", 64 * MIB, dic_file, "features --lexicon d.dic", "", 65, "limit"),
    ("bytes of a YAML dictionary", 16 * MIB, yaml_file, "features --lexicon d.yaml", "", 65, "16"),
    ("nesting of YAML", 16, yaml_depth, "features --lexicon d.yaml", "", 65, "16 deep"),
    ("raters of a file", 65535, raters, "check a.csv --ratings r.csv --max-reject-rate 1", "", 65, "more than 65535"),
    ("a rating", 1000000, rating_size, "check a.csv --ratings r.csv --max-reject-rate 1", "3 read = 3 used", 0, "off_scale"),
    ("raters of a panel", 1000, panel, "agree r.csv -o p", "", 65, "1000"),
    ("distinct ratings", 100, distinct, "agree r.csv", "", 0, "more than 100"),
    ("stories of pick", 10000, stories, "pick a.csv --role role.txt --json", "", 65, "more than 10000"),
    ("nesting of JSON", 2048, json_depth, "run a.csv -q -m m.json -o o", "", 65, ""),
]


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def measured(world, command, folder):
    """(status, both outputs, MB at most) of a run in few addresses."""
    with tempfile.TemporaryFile(dir=world.work) as said:
        process = subprocess.Popen(
            [world.program, *command.split()], cwd=folder, env=world.environment, stdin=subprocess.DEVNULL, stdout=said,
            stderr=said, preexec_fn=limited,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read(MIB).decode("utf-8", "replace")
    return process.returncode, text, usage.ru_maxrss / 1024, usage.ru_utime


def both_sides(world, job):
    """At the cap all goes well; one beyond it the documented refusal, or the row that is rejected."""
    what, cap, make, command, fine, status, beyond = job
    for number in (cap, cap + 1) if world.everything or what not in SLOW else (cap + 1,):
        folder = os.path.join(world.work, f"caps-{os.getpid()}")
        os.makedirs(folder)
        if make is json_depth:
            shutil.copy(os.path.join(world.work, "fixtures", "model.json"), os.path.join(folder, "base.json"))
        os.chdir(folder)
        make(number)
        line = command.replace("BY", ",".join(f"c{i}" for i in range(number)))
        found, text, megabytes, _ = measured(world, line, folder)
        wanted, told = (0, fine) if number == cap else (status, beyond)
        if what == "groups of a column":  # the last place is for all that follow
            with open("o/tables/cohorts.csv", encoding="utf-8") as stream:
                text = stream.read()
            told = "" if number == cap else "(further values)"
        good = found == wanted and told in text and megabytes < MEMORY_MB
        world.check(good, f"{what}, {number}: status {found}, {megabytes:.0f} MB: {text[-300:]}")
        world.count("caps: runs at and beyond")
        os.chdir(world.work)
        shutil.rmtree(folder)


# ---- bombs and floods, for each reader ----


def bomb(name, head, block, count):
    with gzip.open(name, "wb", 1) as out:
        out.write(head)
        for _ in range(count):
            out.write(block)


def make_bombs():
    """Some MB that unpack to much more, tables of a million columns, files of one line, and of many small things."""
    answers(20)
    ratings(20)
    for kind, head in (("r", b"answer_id,rater_id,rating\n"), ("t", b"id,human,system\n")):
        bomb(f"{kind}-field.csv.gz", head + b'a1,"', b"a" * MIB, 50)
        bomb(f"{kind}-record.csv.gz", head + b"a1,r1,3", b"," * MIB, 50)
        bomb(f"{kind}-blank.csv.gz", head + b"a1,r1,3\n", b"\n" * MIB, 50)
        bomb(f"{kind}-header.csv.gz", head[:-1], b"c" * MIB, 50)
        text_file(f"{kind}-columns.csv", head.decode()[:-1], "".join(f",c{i}" for i in range(1000000)), "\na1,r1,3\n")
        text_file(f"{kind}-wide.csv", head.decode(), "a1,r1,3", ",x" * 1000000, "\na2,r1,3\n")
    text_file("line.conf", "title = ", "x" * (32 * MIB))
    text_file("many.conf", *("# nothing\n" for _ in range(1000000)), "nonsense = 1\n")
    text_file("deep.json", "[" * 1000000, "]" * 1000000)
    text_file("lists.json", '{"schema": [', ",".join(["[]"] * 5000000), "]}")
    text_file("keys.json", "{", ",".join(f'"k{i}":0' for i in range(1000000)), "}")
    text_file("terms.dic", "%\n1\tmine\n%\n", *(f"term{i}\t1\n" for i in range(200000)))
    text_file("warned.dic", "%\n1\tmine\n%\n", *(f"term{i}\t9\n" for i in range(1000000)))
    os.mkdir("arc")
    for table in ("arc", "arc_words", "arc_transitions", "arc_context"):
        text_file(f"arc/{table}.csv", "cue,part,points\n", *(f"cue{i},fail,1\n" for i in range(1000000)))
    os.mkdir("rubric")
    text_file("rubric/weights.csv", "x" * (2 * MIB))
    os.mkdir("before")
    text_file("before/scores.csv", "answer_id,overall\n", "a1,", "9" * (20 * MIB))
    text_file("before/manifest.json", "{}")


BOMBS = [
    *(f"check a.csv --max-reject-rate 1 --ratings r-{kind}" for kind in ("field.csv.gz", "record.csv.gz", "blank.csv.gz", "header.csv.gz", "columns.csv", "wide.csv")),
    *(f"agree r-{kind} -o o" for kind in ("field.csv.gz", "columns.csv", "wide.csv")),
    *(f"evaluate t-{kind} --human human --system system -o o" for kind in ("field.csv.gz", "record.csv.gz", "blank.csv.gz", "header.csv.gz", "columns.csv", "wide.csv")),
    *(f"run a.csv -q -o o --config {name}" for name in ("line.conf", "many.conf")),
    *(f"run a.csv -q -o o -m {name}" for name in ("deep.json", "lists.json", "keys.json")),
    *(f"features -q --lexicon {name}" for name in ("terms.dic", "warned.dic")),
    "run a.csv -q -o o --arc arc",
    "run a.csv -q -o o --rubric rubric",
    "run a.csv -q -o o --baseline before",
    "merge lists.json -o o",
    "audit a.csv --json",
]


def bounded(world, job):
    command, folder = job
    status, text, megabytes, seconds = measured(world, command.replace("-o o", f"-o o-{os.getpid()}"), folder)
    shutil.rmtree(os.path.join(folder, f"o-{os.getpid()}"), ignore_errors=True)
    good = status in (0, 1, 65, 78) and megabytes < MEMORY_MB and (status == 0 or text)
    world.check(good, f"{command}: status {status}, {megabytes:.0f} MB, {seconds:.1f} s: {text[-300:]}")
    world.count("caps: bombs and floods")


def caps(world, _, __, everything):
    world.everything = everything
    # A half of them each time, another one with another program; of the bombs below a third.
    caps_now = CAPS if everything else CAPS[os.path.getsize(world.program) % 2 :: 2]
    pool.each(world, "caps", both_sides, [(job[0], job) for job in caps_now])
    folder = os.path.join(world.work, "bombs")
    os.makedirs(folder)
    os.chdir(folder)
    make_bombs()
    os.chdir(world.work)
    some = BOMBS if everything else BOMBS[os.path.getsize(world.program) % 3 :: 3]
    pool.each(world, "bombs", bounded, [(command, (command, folder)) for command in some])
    flood(world, folder)
    shutil.rmtree(folder)


def flood(world, folder):
    """Ids of ratings that are alike but for one place cost what random ones cost: their places in tables are secret."""
    os.chdir(folder)
    answers(1)
    seconds = []
    for make in (lambda i: f"{i:064b}", lambda i: f"{i * 0x9E3779B97F4A7C15 % (1 << 64):064b}"):
        ratings(60000, answer=make)
        seconds.append(measured(world, "check a.csv --ratings r.csv --max-reject-rate 1", folder)[3])
    os.chdir(world.work)
    world.check(seconds[0] < 3 * seconds[1] + 0.5, f"ids of ratings: {seconds[0]} s where random ones take {seconds[1]} s")
