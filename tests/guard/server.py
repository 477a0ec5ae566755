"""One confabd with one worker and private databases, the load generator, and the tools that look at the worker."""

import ctypes
import errno
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

CONFABD = os.environ["CONFABD"]
GENERATOR = os.environ["GENERATOR"]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
START_LIMIT_S = 180
STOP_LIMIT_S = 60
IO_URING_SETUP = 425  # of every architecture

# Limits that protect people, and time limits of a worker that runs fifty times slower than it would.
SETTINGS = {
    "RATE_MESSAGES_PER_S": 1000000, "RATE_MESSAGES_BURST": 1000000,
    "RATE_REQUESTS_PER_S": 1000000, "RATE_REQUESTS_BURST": 1000000,
    "RATE_HANDSHAKES_PER_S": 1000000, "RATE_HANDSHAKES_BURST": 1000000,
    "RATE_REGISTRATIONS_PER_HOUR": 1000000, "SOCKETS_PER_USER_MAX": 100000, "SOCKETS_PER_ADDRESS_MAX": 1000000,
    "WATCHDOG_MS": 600000, "PING_INTERVAL_MS": 600000, "HEAD_CHECK_MS": 600000, "SESSION_CHECK_MS": 600000,
    "STATUS_CHECK_MS": 600000, "ARCHIVE_TIMEOUT_MS": 600000, "HOLE_WAIT_MS": 10000, "DRAIN_MS": 0, "LOG_LEVEL": "warn",
    "MIGRATIONS_DIR": os.path.join(ROOT, "migrations"),
}


class GuardError(Exception):
    """What could not be measured, in a sentence."""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """`prefix` is a tool that runs the program, and with it the worker."""

    def __init__(self, prefix=(), io_uring=False):
        self.prefix = prefix
        self.settings = {**SETTINGS, "IO_URING": "on" if io_uring else "off"}

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="confab-guard-")
        # A worker of root's runs as another user, and its tool writes here.
        os.chmod(self.folder, 0o777)
        self.port = free_port()
        prefix = [word.replace("FOLDER", self.folder) for word in self.prefix]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CONFAB_")}
        environment.update({f"CONFAB_{name}": str(value) for name, value in self.settings.items()})
        self.log = open(os.path.join(self.folder, "log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [*prefix, CONFABD, "run", "--open", "--workers", "1", "--port", str(self.port), "--data-dir", f"{self.folder}/data"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, env=environment)
        try:
            self._wait_until_ready()
            self.worker = self._find_worker()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _ready(self):
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/ready", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    def _wait_until_ready(self):
        end = time.monotonic() + START_LIMIT_S
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > end:
                self.log.seek(0)
                raise GuardError(f"the server did not start:\n{self.log.read()[-3000:]}")
            time.sleep(0.1)

    def _find_worker(self):
        """The child that is one; a tool's own words may stand before."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as f:
            children = [int(pid) for pid in f.read().split()]
        for pid in children:
            with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as f:
                if f.read().split("\0")[-2:-1] == ["worker"]:
                    return pid
        raise GuardError("there is no worker")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Talk:
    """`members` that listen to one publisher. Messages come in steps: each begins when everybody has the one before."""

    def __init__(self, server, members, window=1):
        self.members = members
        self.process = subprocess.Popen(
            [GENERATOR, "--mode", "steps", "--port", str(server.port), "--members", str(members), "--window", str(window),
             "--accounts", "1", "--open-limit", "300", "--drain-ms", "60000"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise GuardError(f"the generator ended with {self.process.wait()}")
        return dict(pair.split("=") for pair in line.split() if "=" in pair)

    def send(self, messages):
        """Returns when all members have them and all are acknowledged."""
        self.process.stdin.write(f"{messages}\n")
        self.process.stdin.flush()
        return self._answer()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.process.stdin.close()
        if kind:
            self.process.kill()
        if self.process.wait() and not kind:
            raise GuardError("messages were lost")


def io_uring_allowed():
    """What the kernel says to a call that it would refuse as senseless if it took any."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(IO_URING_SETUP, 0, None)
    return ctypes.get_errno() not in (errno.ENOSYS, errno.EPERM)
