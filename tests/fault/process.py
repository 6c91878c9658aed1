"""process.py: odd ways of being started and of being given files: closed streams, limits, signals, names, places, changing input."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import time

import surroundings
import world as worlds

RUN = "run answers.csv --force -q -t 2 -o out"


def prepared(world, fixtures, name):
    """A folder with input, and what a run in it gives when nothing is odd."""
    folder = os.path.join(world.work, "process", name)
    os.makedirs(folder)
    for file in ("answers.csv", "ratings.csv"):
        shutil.copy(os.path.join(fixtures["folder"], file), folder)
    return folder


def output(folder, name="out"):
    return worlds.snapshot(os.path.join(folder, name)) if os.path.isdir(os.path.join(folder, name)) else None


def closed_streams(world, fixtures):
    """Files that get the number of a closed stream receive no message: outputs are the same, byte by byte."""
    folder = prepared(world, fixtures, "closed")
    world.call(RUN.split(), folder)
    whole = output(folder)
    for streams in ((0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)):
        shutil.rmtree(os.path.join(folder, "out"))
        for command, wanted in ((RUN, 74 if 1 in streams else 0), ("run missing.csv -v -o none", 66), ("check answers.csv -v", 74 if 1 in streams else 0)):
            shell = " ".join(f"{stream}{'<' if stream == 0 else '>'}&-" for stream in streams)
            status, _, message = world.run(["sh", "-c", f'"$0" {command} {shell}', world.program], folder)
            told = 2 in streams or status == 0 or b"failwise: error: " in message
            world.check(status == wanted and told, f"{command} with {shell}: status {status}: {message.decode()}")
        world.check(output(folder) == whole, f"streams {streams} closed: another output")
        world.check(not os.path.exists(os.path.join(folder, "none")), f"streams {streams} closed: an output of nothing")


def closed_pipes(world, fixtures):
    """Whoever reads goes away: status 141, as for any program, and nothing is said."""
    folder = fixtures["folder"]
    for command in ("features --json", "check answers.csv", "audit answers.csv --json", "export scores.h5 obs -o -", "config show"):
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "wb") as gone:
            done = subprocess.run([world.program, *command.split()], cwd=folder, env=world.environment, stdout=gone, stderr=subprocess.PIPE, check=False)
        world.check(done.returncode == -signal.SIGPIPE and not done.stderr, f"{command} into a closed pipe: status {done.returncode}: {done.stderr.decode()}")


def limits(world, fixtures):
    """Few files, little stack, short files, no threads, little time: the whole output or none, and a documented status."""
    folder = prepared(world, fixtures, "limits")
    world.call(RUN.split(), folder)
    whole = output(folder)
    trials = [(f"{1 << n} bytes of stack", resource.RLIMIT_STACK, 1 << n, (0,)) for n in (16, 18)]
    trials += [(f"{n} open files", resource.RLIMIT_NOFILE, n, (0, 66, 73, 74)) for n in (5, 6, 7, 8, 10, 12)]
    trials += [(f"files of {n} bytes", resource.RLIMIT_FSIZE, n, (73, 74)) for n in (0, 1, 1000, 30000)]
    trials += [(f"{n} s of a processor", resource.RLIMIT_CPU, n, (0, 152, 137)) for n in (0, 1)]
    for what, limit, value, statuses in trials:
        shutil.rmtree(os.path.join(folder, "out"), ignore_errors=True)
        status, _, message = world.run([world.program, *RUN.split()], folder, preexec_fn=lambda l=limit, v=value: resource.setrlimit(l, (v, v)))
        library = status == 70 and b"Too many open files" in message  # which is loaded late
        good = (status in statuses or library) and output(folder) == (whole if status == 0 else None)
        good = good and (status in (0, 137, 152) or library or b"failwise: error: " in message)
        world.check(good, f"{what}: status {status}: {message.decode()}")
    if os.geteuid() != 0:
        return
    os.chmod(folder, 0o777)

    def alone():
        surroundings.become_nobody()
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))

    shutil.rmtree(os.path.join(folder, "out"), ignore_errors=True)
    for name in ("answers.csv", "ratings.csv"):
        os.chmod(os.path.join(folder, name), 0o644)
    status, _, message = world.run([world.program, *RUN.replace("-t 2", "-t 4").split()], folder, preexec_fn=alone)
    good = status in (0, 70, 74) and output(folder) == (whole if status == 0 else None)
    world.check(good, f"no thread can be started: status {status}: {message.decode()}")


def stopped(world, fixtures):
    """SIGSTOP and SIGCONT again and again change nothing."""
    folder = prepared(world, fixtures, "stopped")
    world.call(RUN.split(), folder)
    whole = output(folder)
    with subprocess.Popen([world.program, *RUN.split()], cwd=folder, env=world.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
        for _ in range(30):
            if run.poll() is not None:
                break
            run.send_signal(signal.SIGSTOP)
            time.sleep(0.005)
            run.send_signal(signal.SIGCONT)
            time.sleep(0.01)
        _, message = run.communicate()
    world.check(run.returncode == 0 and output(folder) == whole, f"stopped and continued: status {run.returncode}: {message.decode()}")


def places(world, fixtures):
    """Outputs behind links of folders, on read-only mounts, at paths too long; folders for temporaries that are none."""
    folder = prepared(world, fixtures, "places")
    world.call(RUN.split(), folder)
    whole = output(folder)
    os.mkdir(os.path.join(folder, "real"))
    os.symlink("real", os.path.join(folder, "link"))
    os.symlink("nowhere", os.path.join(folder, "dangling"))
    long = "/".join(["d" * 200] * 25)
    for where, wanted in (("link/out", 0), ("dangling/out", 73), (long, 73), ("n" * 255, 73), ("n" * 240, 0), ("answers.csv/out", 73)):
        status, _, message = world.run([world.program, *RUN.replace("-o out", f"-o {where}").split()], folder)
        told = status == 0 or where.encode()[:60] in message
        world.check(status == wanted and told, f"-o {where[:40]}: status {status}: {message.decode()[:300]}")
        if wanted == 0:
            same = {n: v for n, v in output(folder, where).items() if n != "manifest.json"} == {n: v for n, v in whole.items() if n != "manifest.json"}
            world.check(same, f"-o {where[:40]}: another output")
    world.check(os.path.islink(os.path.join(folder, "link")), "the link of a folder is gone")
    status, _, message = world.run([world.program, "check", long], folder)
    world.check(status == 66 and b"ddd" in message, f"a path too long: status {status}")
    for temporary in ("/nowhere", "", "/proc", os.path.join(folder, "answers.csv")):
        shutil.rmtree(os.path.join(folder, "out"))
        status, _, message = world.run([world.program, *RUN.split()], folder, env={"TMPDIR": temporary})
        world.check(status == 0 and output(folder) == whole, f"TMPDIR={temporary}: status {status}: {message.decode()}")
    bind = 'mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && exec "$0" ' + RUN
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode != 0:
        world.count("left out: no name space of mounts can be made here")
        return
    status, _, message = world.run(["unshare", "-rm", "sh", "-c", bind, world.program], folder)
    world.check(status == 73 and b"Read-only" in message and output(folder) == whole, f"a read-only mount: status {status}: {message.decode()}")


NAMES = [b"new\nline.csv", b"esc\x1b[31m\x07.csv", b"bad\xff\xfe.csv", b"-dash.csv", "bidi\u202ecsv.csv".encode(), b"<b>&\"'.csv", b"=1+1.csv"]


def names(world, fixtures):
    """Names of files stand in messages and reports without their control bytes, and lead to the same results."""
    folder = prepared(world, fixtures, "names")
    for name in NAMES:
        shutil.copy(os.path.join(folder, "answers.csv"), os.path.join(os.fsencode(folder), name))
        for argument, wanted in ((name, 0), (b"no-" + name, 66)):
            shutil.rmtree(os.path.join(folder, "out"), ignore_errors=True)
            status, told, message = world.run([world.program, "run", "-v", "-o", "out", "--", argument], folder)
            world.check(status == wanted, f"{argument}: status {status}: {message}")
            written = told + message
            for path, _, files in os.walk(os.path.join(folder, "out")):
                for file in files:
                    if not file.endswith(".h5"):
                        with open(os.path.join(path, file), "rb") as stream:
                            written += stream.read()
            bad = [byte for byte in (b"\x1b", b"\x07", b"\xff", b"\xfe", "\u202e".encode(), b"new\nline", b"<b>&\"'.csv\n") if byte in written]
            world.check(not bad, f"{argument}: {bad} is written")


ODD = ("-m {} -o none", "--baseline {} -o none", "--config {} -o none", "--arc {} -o none", "--rubric {} -o none", "--lexicon {} -o none", "-r {} -o none")


def odd_files(world, fixtures):
    """Folders, sockets and devices in the place of files: refused at once, with their name."""
    folder = prepared(world, fixtures, "odd")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(folder)
        listener.bind("socket")
        os.chdir(world.work)
        os.mkdir(os.path.join(folder, "folder"))
        commands = [f"run answers.csv -q {options}" for options in ODD]
        commands += ["run {} -q -o none", "check {}", "audit {}", "extract {} -o none", "forget x {}", "merge {} -o none", "pick answers.csv --role {}", "agree {}"]
        for place in ("folder", "socket", "/dev/null", "/proc/self/mem"):
            for command in commands:
                if place == "/dev/null" and "--config" in command:
                    continue  # which says nothing, and is right
                status, _, message = world.run([world.program, *command.format(place).split()], folder)
                left = [name for name in os.listdir(folder) if name.startswith("none")]
                good = status in (65, 66, 74) and place.encode() in message and not left
                world.check(good, f"{command.format(place)}: status {status}, {left}: {message.decode()}")


def changing_input(world, fixtures):
    """Input that grows, shrinks or is replaced while it is read: an output of whole rows that were there, or none."""
    folder = prepared(world, fixtures, "changing")
    path = os.path.join(folder, "large.csv")
    row = "a{:07d},I failed to call the supplier and it cost us two weeks. I learned to ask first.\n"
    head = "answer_id,text\n"
    for what in ("grows", "shrinks", "is replaced", "is removed"):
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(head)
            stream.writelines(row.format(i) for i in range(60000))
        shutil.rmtree(os.path.join(folder, "out"), ignore_errors=True)
        with subprocess.Popen([world.program, *"run large.csv -q -t 1 -o out".split()], cwd=folder, env=world.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
            for _ in range(400):
                if os.path.exists(os.path.join(folder, "out.partial", "rejects.csv")) or run.poll() is not None or os.path.isdir(os.path.join(folder, "out.partial")):
                    break
                time.sleep(0.002)
            if what == "grows":
                with open(path, "a", encoding="utf-8") as stream:
                    stream.writelines(row.format(i) for i in range(60000, 61000))
            elif what == "shrinks":
                os.truncate(path, len(head) + 30 * len(row.format(0)) + 20)
            elif what == "is replaced":
                with open(path + ".new", "w", encoding="utf-8") as stream:
                    stream.write(head + "b1,Nothing.\n")
                os.replace(path + ".new", path)
            else:
                os.unlink(path)
            _, message = run.communicate()
        status = run.returncode
        left = [name for name in os.listdir(folder) if name.startswith("out")]
        good = status in (1, 66, 74) and not [name for name in left if name != "out"] or status in (0, 1) and left == ["out"]
        if what == "shrinks" and status == 0:  # it was read before it shrank: nothing is missing
            with open(os.path.join(folder, "out", "scores.csv"), encoding="utf-8") as scores:
                good = good and sum(1 for _ in scores) == 60001
        world.check(good, f"input that {what}: status {status}, {left}: {message.decode()}")


def process(world, _, fixtures, __):
    for part in (closed_streams, closed_pipes, limits, stopped, places, names, odd_files, changing_input):
        started = time.monotonic()
        part(world, fixtures)
        world.count("odd surroundings")
        print(f"  {part.__name__}: {time.monotonic() - started:.1f} s", flush=True)
