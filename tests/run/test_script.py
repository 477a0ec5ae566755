"""download_content.sh run, as a person uses it; everything is built already, so it is the second start."""

import os
import signal
import subprocess
import threading
import time

from server import PROGRAM, Server, alive, free_port, wait_for

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "download_content.sh")
START_AGAIN_S = 5


class Script(Server):
    """The script in the place of confabd: its child is the supervisor."""

    def launch(self):
        self.card = self.log = ""
        options = [option.replace("--data-dir=", "--data=") for option in self.options]
        self.process = subprocess.Popen([SCRIPT, "run", *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, cwd="/", start_new_session=True)
        self.readers = [threading.Thread(target=self._read, args=(name,), daemon=True) for name in ("card", "log")]
        for reader in self.readers:
            reader.start()
        return self

    def supervisor(self):
        return next(iter(self.children("confabd")), None)

    def below(self, pid):
        with open(f"/proc/{pid}/task/{pid}/children") as f:
            return [int(child) for child in f.read().split()]


def test_script_starts_and_stops(folder):
    with Script(folder, "--open") as s:
        s.start()
        s.stop()
        seconds = s.start()
        assert seconds < START_AGAIN_S, seconds
        pids = [s.supervisor(), *s.below(s.supervisor())]
        # As a terminal does: to the whole group.
        os.killpg(s.process.pid, signal.SIGINT)
        assert s.wait() == 0
        assert not [pid for pid in pids if alive(pid)]
        return f"second start {seconds:.2f} s"


def test_script_survives_the_supervisor(folder):
    with Script(folder) as s:
        s.start()
        first = s.supervisor()
        begun = time.monotonic()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: s.card.count("Stop ") == 2, START_AGAIN_S)
        seconds = time.monotonic() - begun
        assert s.supervisor() != first and s.ready()
        s.stop(signal.SIGTERM)
        return f"ready again in {seconds:.2f} s"


def test_script_says_what_is_wrong(folder):
    def failing(*arguments):
        done = subprocess.run([SCRIPT, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        assert done.returncode != 0, arguments
        return done.stderr.strip().splitlines()

    assert "--frob" in failing("run", "--frob")[0]
    assert "--port" in failing("run", "--port")[0]
    assert "frob" in failing("frob")[0]
    assert "frob" in failing("test", "frob")[0]
    with Server(folder) as s:
        s.start()
        lines = failing("run", f"--port={s.port}", "--data", os.path.join(folder.path, "other"))
        assert lines == [line for line in lines if "in use" in line] and len(lines) == 1, lines
        lines = failing("run", f"--port={free_port()}", "--data", s.data)
        assert len(lines) == 1 and "in use" in lines[0], lines
        s.stop()
    lines = failing("run", "--port=nine", "--data", os.path.join(folder.path, "other"))
    assert len(lines) == 1 and "port" in lines[0], lines


def test_script_lists_its_verbs(folder):
    text = subprocess.run([SCRIPT], capture_output=True, text=True, check=True, cwd="/").stdout
    for verb in ("run", "test", "build", "check", "clean", "help"):
        assert f"\n  {verb} " in text, text
    assert os.path.isfile(PROGRAM)
