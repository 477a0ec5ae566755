"""download_content.sh run, as a person uses it; everything is built already, so it is the second start."""

import os
import shutil
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


def put_program(place, name, text):
    """A program that is found before the machine's own."""
    path = os.path.join(place, name)
    with open(path, "w") as f:
        f.write(text)
    os.chmod(path, 0o755)
    return {**os.environ, "PATH": f"{place}:{os.environ['PATH']}"}


def test_script_takes_packages_that_are_on_hold_for_installed(folder):
    def missing(environment):
        return subprocess.run([SCRIPT, "check"], env=environment, capture_output=True, text=True).stdout

    held = put_program(folder.path, "dpkg-query", "#!/bin/sh\n/usr/bin/dpkg-query \"$@\" | sed 's/^ii /hi /'\n")
    assert "nothing is missing" in missing(os.environ)
    assert missing(held) == missing(os.environ)


def test_script_stops_where_there_is_no_dpkg(folder):
    for name in os.listdir("/usr/bin"):
        if name != "dpkg-query":
            os.symlink(f"/usr/bin/{name}", os.path.join(folder.path, name))
    for verb in ("check", "run", "test", "build"):
        done = subprocess.run([SCRIPT, verb], env={**os.environ, "PATH": folder.path}, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=30)
        assert done.returncode == 1 and done.stdout == "", (verb, done)
        assert len(done.stderr.splitlines()) == 1 and "Debian 12" in done.stderr, done.stderr


def test_script_builds_where_it_stands_now(folder):
    """A checkout that was moved, or copied beside the old one, has what CMake remembers of the old place."""
    here, there = (os.path.join(folder.path, name) for name in ("here", "there"))
    os.makedirs(os.path.join(here, "frontend"))
    shutil.copy(SCRIPT, here)
    with open(os.path.join(here, "CMakeLists.txt"), "w") as f:
        f.write("cmake_minimum_required(VERSION 3.20)\nproject(confab C)\nfile(GLOB sources CONFIGURE_DEPENDS *.c)\n"
                "add_executable(confabd ${sources})\n")
    with open(os.path.join(here, "main.c"), "w") as f:
        f.write("int main(void)\n{\n\treturn 0;\n}\n")
    # The client is not built: it ends there.
    environment = put_program(folder.path, "npm", "#!/bin/sh\n[ \"$1\" = --version ] && echo 9.2.0\n")

    def build(place):
        done = subprocess.run([os.path.join(place, "download_content.sh"), "build"], env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)
        assert "fetching Node" in done.stderr, done.stderr
        program = os.path.join(place, "build/release/confabd")
        return os.stat(program).st_mtime_ns

    first = build(here)
    assert build(here) == first
    tests = os.path.join(here, "build/sanitize")
    subprocess.run(["cmake", "-S", here, "-B", tests], capture_output=True, check=True)
    shutil.copytree(here, there, symlinks=True)
    os.remove(os.path.join(there, "build/release/confabd"))
    build(there)
    assert not os.path.exists(os.path.join(there, "build/sanitize"))
    assert build(here) == first and os.path.exists(tests)
    shutil.rmtree(here)
    build(there)
    assert not os.path.exists(here)
    os.symlink(there, here)
    first = build(there)
    assert build(here) == first


def test_script_lists_its_verbs(folder):
    text = subprocess.run([SCRIPT], capture_output=True, text=True, check=True, cwd="/").stdout
    for help_asked in ("help", "--help", "-h"):
        assert subprocess.run([SCRIPT, help_asked], capture_output=True, text=True).stdout == text
    for verb in ("run", "test", "build", "check", "clean", "help"):
        assert f"\n  {verb} " in text, text
    assert os.path.isfile(PROGRAM)
