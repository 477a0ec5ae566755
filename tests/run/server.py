"""One confabd with its private databases, started as a person would start it."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

PROGRAM = os.environ["CONFABD"]
READY_LIMIT_S = 30
STOP_LIMIT_S = 60


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(what, limit_s, step_s=0.01):
    """Seconds until what() was true; an AssertionError when it never was."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < limit_s, f"not within {limit_s} s: {what.__doc__ or what.__name__}"
        time.sleep(step_s)
    return time.monotonic() - begun


def alive(pid):
    """False for zombies: whoever adopted them may be slow to bury them."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def name_of(pid):
    """The program's name, and "worker" for a worker."""
    with open(f"/proc/{pid}/cmdline") as f:
        words = f.read().split("\0")
    return "worker" if words[1:2] == ["worker"] else os.path.basename(words[0])


def field_of(pid, file, name):
    with open(f"/proc/{pid}/{file}") as f:
        return re.search(rf"^{name}:\s+(\d+)", f.read(), re.M)[1]


class Folder:
    """A temporary folder that other users may pass through."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="confab-run-")
        os.chmod(self.path, 0o755)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


class Server:
    def __init__(self, folder, *options, data=None, workers=2, environment=None, **popen):
        self.data = data or os.path.join(folder.path, "data")
        self.port = free_port()
        self.options = [f"--port={self.port}", f"--workers={workers}", *options]
        if data != "":
            self.options.append(f"--data-dir={self.data}")
        self.environment = {**os.environ, **(environment or {})}
        self.popen = popen
        self.workers = workers
        self.card = ""
        self.log = ""
        self.process = None

    def launch(self, command="run"):
        """Without waiting."""
        self.card = self.log = ""
        self.process = subprocess.Popen([PROGRAM, command, *self.options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=self.environment, text=True, **self.popen)
        self.readers = [threading.Thread(target=self._read, args=(name,), daemon=True) for name in ("card", "log")]
        for reader in self.readers:
            reader.start()
        return self

    def _read(self, name):
        stream = self.process.stdout if name == "card" else self.process.stderr
        for line in stream:
            setattr(self, name, getattr(self, name) + line)

    def start(self):
        """Seconds until the card was there."""
        self.launch()

        def card_or_end():
            return "Stop " in self.card or self.process.poll() is not None
        seconds = wait_for(card_or_end, READY_LIMIT_S)
        assert self.process.poll() is None, f"ended with {self.process.returncode}: {self.log}"
        return seconds

    def wait(self, limit_s=STOP_LIMIT_S):
        """Its exit code; the output is complete then."""
        code = self.process.wait(limit_s)
        for reader in self.readers:
            reader.join(5)
        return code

    def stop(self, number=signal.SIGINT):
        """Seconds until it had ended well."""
        begun = time.monotonic()
        self.process.send_signal(number)
        code = self.wait()
        assert code == 0, f"ended with {code}: {self.log}"
        return time.monotonic() - begun

    def children(self, name=None):
        try:
            with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as f:
                pids = [int(pid) for pid in f.read().split()]
        except OSError:
            return []
        found = []
        for pid in pids:
            try:
                if alive(pid) and (name is None or name_of(pid) == name):
                    found.append(pid)
            except OSError:
                pass
        return found

    def get(self, path, timeout_s=5):
        """(status, body); (0, b"") when the connection failed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout_s)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def ready(self):
        """/ready says so"""
        return self.get("/ready")[0] == 200

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            left = self.children()
            self.process.kill()
            self.wait()
            wait_for(lambda: not any(alive(pid) for pid in left), 10)


def refuse(*arguments, environment=None, prefix=(), limit_s=30):
    """(exit code, the lines it wrote to standard error) of a confabd that does not start."""
    done = subprocess.run([*prefix, PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=limit_s, env={**os.environ, **(environment or {})})
    return done.returncode, done.stderr.splitlines()
