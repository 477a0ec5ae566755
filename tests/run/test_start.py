"""What must hold once it runs, and what keeps it from starting."""

import http.client
import json
import os
import pwd
import re
import shutil
import signal
import socket
import stat
import subprocess

from server import PROGRAM, Folder, Server, alive, field_of, free_port, refuse, wait_for
from skip import Skip

EX_USAGE, EX_UNAVAILABLE, EX_SOFTWARE, EX_OSERR, EX_CANTCREAT, EX_NOPERM, EX_CONFIG = 64, 69, 70, 71, 73, 77, 78
# Seconds: a second start with nothing changed, and after everything was killed.
START_AGAIN_S = 5
PICTURE = os.path.join(os.path.dirname(__file__), "../unit/picture/fixtures/quads.png")


def one_line(code, lines, expected, *parts):
    assert code == expected, (code, lines)
    assert len(lines) == 1 and lines[0].startswith("confabd: "), lines
    for part in parts:
        assert part in lines[0], lines


def test_first_start(folder):
    with Server(folder) as s:
        seconds = s.start()
        assert s.ready()
        assert f"http://localhost:{s.port}" in s.card and "/setup/" in s.card and s.data in s.card, s.card
        assert len(s.children("worker")) == 2
        assert len(s.children("mariadbd")) == 1 and len(s.children("redis-server")) == 1
        again = None
        s.stop()
        again = s.start()
        assert again < START_AGAIN_S, again
        s.stop()
        return f"first {seconds:.2f} s, second {again:.2f} s"


def test_nothing_runs_as_root(folder):
    with Server(folder) as s:
        s.start()
        user = os.geteuid() or pwd.getpwnam("confab").pw_uid
        for pid in [s.process.pid, *s.children()]:
            assert int(field_of(pid, "status", "Uid")) == user, pid
        assert stat.S_IMODE(os.stat(s.data).st_mode) == 0o700
        sessions = {os.getsid(pid) for pid in s.children()}
        assert len(sessions) == 4 and os.getsid(s.process.pid) not in sessions
        s.stop()


def test_descriptor_limit_is_the_hard_one(folder):
    with Server(folder) as s:
        s.start()
        for pid in s.children("worker"):
            with open(f"/proc/{pid}/limits") as f:
                soft, hard = next(line for line in f if line.startswith("Max open files")).split()[3:5]
            assert soft == hard
        s.stop()


def test_too_few_descriptors(folder):
    data = os.path.join(folder.path, "data")
    prefix = ["sh", "-c", "ulimit -n 255 && exec \"$@\"", "sh"]
    one_line(*refuse("run", f"--port={free_port()}", f"--data-dir={data}", prefix=prefix), EX_OSERR, "255", "256")
    assert not os.path.exists(data)


def test_worker_without_its_certificate(folder):
    """Where TLS is asked for nobody is served in the clear, whatever became of the descriptor."""
    ends = [*os.pipe(), os.memfd_create("metrics")]
    names = ["CONFAB_INTERNAL_LISTENING_FD", "CONFAB_INTERNAL_PIPE_FD", "CONFAB_INTERNAL_METRICS_FD"]
    environment = {**os.environ, "CONFAB_INTERNAL_WORKER": "0", **{name: str(fd) for name, fd in zip(names, ends)}}
    for option in ["--lan", "--tls-certificate=/nowhere"]:
        done = subprocess.run([PROGRAM, "worker", option], env=environment, pass_fds=ends, capture_output=True, text=True, timeout=30)
        assert done.returncode == EX_SOFTWARE and "certificate" in done.stderr, (done.returncode, done.stderr)
    for fd in ends:
        os.close(fd)


def test_databases_have_no_port(folder):
    with Server(folder) as s:
        s.start()
        for pid in s.children():
            with open(f"/proc/{pid}/net/tcp") as f:
                listening = {line.split()[9] for line in f if line.split()[3] == "0A"}
            own = {os.readlink(f"/proc/{pid}/fd/{fd}")[8:-1] for fd in os.listdir(f"/proc/{pid}/fd")
                   if os.readlink(f"/proc/{pid}/fd/{fd}").startswith("socket:")}
            assert len(own & listening) == (1 if pid in s.children("worker") else 0)
        s.stop()


def test_port_in_use(folder):
    with Server(folder) as s, socket.socket() as taken:
        taken.bind(("127.0.0.1", s.port))
        taken.listen()
        one_line(*refuse("run", *s.options), EX_UNAVAILABLE, str(s.port), "in use")
        assert not os.path.exists(s.data)


def test_data_directory_in_use(folder):
    with Server(folder) as s:
        s.start()
        one_line(*refuse("run", f"--port={free_port()}", f"--data-dir={s.data}"), EX_UNAVAILABLE, s.data, "in use")
        assert s.ready()
        s.stop()


def test_newer_data_is_refused(folder):
    with Server(folder) as s:
        s.start()
        s.stop()
        stamp = os.path.join(s.data, "VERSION")
        with open(stamp) as f:
            good = f.read()
        for bad, part in (("layout 99\nmariadb 10.11\n", "newer Confab"), ("layout 1\nmariadb 99.1\n", "MariaDB 99.1")):
            with open(stamp, "w") as f:
                f.write(bad)
            one_line(*refuse("run", *s.options), EX_CONFIG, s.data, part)
        with open(stamp, "w") as f:
            f.write(good)
        s.start()
        s.stop()


def test_older_mariadb_is_upgraded(folder):
    with Server(folder) as s:
        s.start()
        s.stop()
        stamp = os.path.join(s.data, "VERSION")
        with open(stamp) as f:
            good = f.read()
        with open(stamp, "w") as f:
            f.write("layout 1\nmariadb 10.5\n")
        s.start()
        assert "upgrading" in s.log
        s.stop()
        with open(stamp) as f:
            assert f.read() == good


def test_misconfiguration_changes_nothing(folder):
    data = os.path.join(folder.path, "data")
    file = os.path.join(folder.path, "bad.conf")
    with open(file, "w") as f:
        f.write("workers = 2\nport = eighty\n")
    one_line(*refuse("run", f"--config={file}", f"--data-dir={data}"), EX_CONFIG, file, "2", "port")
    one_line(*refuse("run", "--port=0", f"--data-dir={data}"), EX_CONFIG, "--port")
    one_line(*refuse("run", environment={"CONFAB_WORKERS": "many"}), EX_CONFIG, "CONFAB_WORKERS")
    one_line(*refuse("run", environment={"CONFAB_WROKERS": "2"}), EX_CONFIG, "CONFAB_WROKERS")
    one_line(*refuse("check-config", f"--config={file}"), EX_CONFIG, "port")
    one_line(*refuse("run", "--bind=192.0.2.1", f"--data-dir={data}"), EX_UNAVAILABLE, "192.0.2.1")
    assert not os.path.exists(data)


def test_usage(folder):
    one_line(*refuse("run", "--no-such-thing"), EX_USAGE, "--no-such-thing")
    one_line(*refuse("fly"), EX_USAGE, "fly")
    one_line(*refuse("user", "create"), EX_USAGE, "user create NAME")
    one_line(*refuse("run", "--port"), EX_USAGE, "--port")
    code, lines = refuse("worker")
    assert code == EX_USAGE, lines


def in_namespace(script):
    """A prefix that runs confabd where `script` has mounted something; skips where that is not allowed."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode != 0:
        raise Skip("needs root and mount namespaces")
    return ["unshare", "--mount", "sh", "-c", f"{script} && exec \"$@\"", "sh"]


def test_missing_database(folder):
    data = os.path.join(folder.path, "data")
    empty = os.path.join(folder.path, "empty")
    with open(empty, "w"):
        pass
    for program, package in (("/usr/sbin/mariadbd", "mariadb-server-core"), ("/usr/bin/redis-check-rdb", "redis-tools")):
        prefix = in_namespace(f"mount --bind {empty} {program}")
        one_line(*refuse("run", f"--port={free_port()}", f"--data-dir={data}", prefix=prefix), EX_UNAVAILABLE, package)


def test_full_disk(folder):
    data = os.path.join(folder.path, "data")
    os.mkdir(data)
    prefix = in_namespace(f"mount -t tmpfs -o size=20m tmpfs {data} && chown confab {data}")
    # Once, so that the user exists on a fresh machine.
    with Folder() as other, Server(other) as s:
        s.start()
        s.stop()
    one_line(*refuse("run", f"--port={free_port()}", f"--data-dir={data}", prefix=prefix), EX_CANTCREAT, "full", data)


def test_somebody_elses_folder(folder):
    if os.geteuid() != 0:
        raise Skip("needs root")
    data = os.path.join(folder.path, "data")
    os.mkdir(data)
    with open(os.path.join(data, "keep"), "w"):
        pass
    one_line(*refuse("run", f"--port={free_port()}", f"--data-dir={data}"), EX_NOPERM, "another user")
    assert os.listdir(data) == ["keep"]


def test_long_path(folder):
    long = os.path.join(folder.path, "x" * 60, "y" * 60, "data")
    with Server(folder, data=long) as s:
        s.start()
        sockets = os.readlink(os.path.join(long, "sockets"))
        assert len(sockets) < 80 and stat.S_IMODE(os.stat(sockets).st_mode) == 0o700
        assert s.ready()
        s.stop()
        assert not os.path.exists(sockets)


def send_picture(s):
    """The answer's status: the first account is made by the set-up link, and sends a picture."""
    site = f"localhost:{s.port}"
    headers = {"Host": site, "Origin": f"http://{site}", "Content-Type": "application/json"}
    setup = re.search(r"/setup\S*?([A-Za-z0-9_-]{43})", s.card)[1]
    account = json.dumps({"username": "root", "password": "correct horse battery", "setup": setup})
    connection = http.client.HTTPConnection("127.0.0.1", s.port, timeout=20)
    connection.request("POST", "/api/register", account, headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    answer.read()
    headers |= {"Cookie": answer.headers["Set-Cookie"].split(";")[0], "Content-Type": "image/png"}
    with open(PICTURE, "rb") as f:
        connection.request("POST", "/api/upload_profile_image", f.read(), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_program_in_a_closed_folder(folder):
    """As root from a checkout under /root, which the user confab cannot enter."""
    if os.geteuid() != 0:
        raise Skip("needs root")
    closed = os.path.join(folder.path, "closed")
    for place in ("build/release", "frontend/dist"):
        os.makedirs(os.path.join(closed, place))
    program = os.path.join(closed, "build/release/confabd")
    shutil.copy(PROGRAM, program)
    shutil.copy(os.path.join(os.path.dirname(PROGRAM), "confab-picture"), os.path.dirname(program))
    root = os.path.dirname(os.path.dirname(os.path.dirname(PROGRAM)))
    shutil.copytree(os.path.join(root, "migrations"), os.path.join(closed, "migrations"))
    with open(os.path.join(closed, "frontend/dist/index.html"), "w") as f:
        f.write("<!doctype html><title>closed</title>")
    os.chmod(closed, 0o700)
    with Server(folder, executable=program) as s:
        s.start()
        assert s.get("/") == (200, b"<!doctype html><title>closed</title>")
        assert send_picture(s) == 200, s.log
        victim = s.children("worker")[0]
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: not alive(victim) and len(s.children("worker")) == 2, 3)
        wait_for(s.ready, 3)
        s.stop()


def test_ordinary_user(folder):
    if os.geteuid() != 0:
        raise Skip("every other test does it")
    home = os.path.join(folder.path, "home")
    os.mkdir(home)
    shutil.chown(home, "nobody")
    with Server(folder, data="", environment={"HOME": home, "XDG_DATA_HOME": "", "XDG_RUNTIME_DIR": ""},
                user="nobody", group="nogroup", extra_groups=[]) as s:
        s.start()
        assert os.path.isdir(os.path.join(home, ".local/share/confab/mariadb"))
        for pid in s.children():
            assert int(field_of(pid, "status", "Uid")) == pwd.getpwnam("nobody").pw_uid
        s.stop()


def test_own_databases(folder):
    """With URLs configured nothing private is started, and no data directory made."""
    with Server(folder) as databases:
        databases.start()
        sockets = os.path.join(databases.data, "sockets")
        other = os.path.join(folder.path, "other")
        with Server(folder, f"--mysql-url=mysql://confab@localhost/confab?socket={sockets}/mariadb.sock",
                    f"--redis-url=unix://{sockets}/redis.sock", data=other) as s:
            s.start()
            assert s.ready() and len(s.children()) == 2 and not os.path.exists(other)
            s.stop()
        databases.stop()


def test_waits_for_somebody_elses_archive(folder):
    with Server(folder) as databases:
        sockets = os.path.join(databases.data, "sockets")
        with Server(folder, f"--mysql-url=mysql://confab@localhost/confab?socket={sockets}/mariadb.sock",
                    f"--redis-url=unix://{sockets}/redis.sock") as s:
            s.launch()
            wait_for(lambda: "archive not ready" in s.log, 10)
            databases.start()
            wait_for(lambda: "Stop " in s.card, 15)
            assert s.ready()
            s.stop()
        databases.stop()
