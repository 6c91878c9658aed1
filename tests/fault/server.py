"""server.py: one command of the program, kept ready before its main function and run again and again (see inject.c)."""

import os
import re
import select
import signal
import subprocess

PATIENCE_S = 120
CANNOT = 125  # of inject.c: calls cannot be trapped here


def late_libraries(program):
    """What the program loads when it first needs it (pipeline/cli/deferred), in its order."""
    with open(program, "rb") as stream:
        found = re.findall(rb"\0(lib(?:hdf5|openblas|gsl|blas)[-\w+]*\.so\.[\d.]+)\0", stream.read())
    return sorted({name.decode() for name in found}, key=lambda name: "gsl" in name)  # GSL's BLAS is the one before it


class Server:
    """Runs of one command line, each in a process of its own, in any folder."""

    def __init__(self, world, arguments, environment=None):
        self.world, self.arguments, self.more = world, arguments, environment or {}
        self.process = None

    def start(self):
        """In the worker that uses it: workers have files of their own."""
        base = os.path.join(self.world.work, "io", os.urandom(6).hex())
        os.makedirs(os.path.dirname(base), exist_ok=True)
        self.out, self.err = base + ".out", base + ".err"
        requests, self.requests = os.pipe()
        self.answers, answers = os.pipe()
        environment = dict(
            self.world.environment, LD_PRELOAD=f"{self.world.alloc}:{self.world.inject}", FAULT_SERVER=f"{requests},{answers}",
            FAULT_LIBRARIES=":".join(self.world.libraries), **{k: v for k, v in self.more.items() if k != "LD_PRELOAD"},
        )
        self.process = subprocess.Popen(
            [self.world.program, *self.arguments], cwd=self.world.work, env=environment, stdin=subprocess.DEVNULL,
            pass_fds=(requests, answers), start_new_session=True,
        )
        os.close(requests)
        os.close(answers)

    def stop(self):
        """Ends it, and what it has forked: all are in a session of their own."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            os.close(self.requests)
            os.close(self.answers)
        self.process = None

    def run(self, folder, trapped=True, wanted=0, action="", no_swap=False, log="", memory=0, allocation="", count=""):
        """(status, stdout, stderr) as World.run gives them."""
        if not self.process:
            self.start()
        fields = (folder, self.out, self.err, int(trapped), wanted, action, int(no_swap), log, memory, allocation, count)
        os.write(self.requests, ("\t".join(map(str, fields)) + "\n").encode())
        ready, _, _ = select.select([self.answers], [], [], PATIENCE_S)
        if not ready:
            self.stop()
            return "hang", b"", b""
        answer = os.read(self.answers, 64)
        if not answer:
            raise SystemExit(f"fault: {' '.join(self.arguments)} does not start")
        status = os.waitstatus_to_exitcode(int(answer))
        with open(self.out, "rb") as out, open(self.err, "rb") as err:
            return (status if status >= 0 else 128 - status), out.read(), err.read()
