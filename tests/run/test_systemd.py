"""What systemd sees and gives: notifications, the watchdog, a listening socket."""

import os
import signal
import socket
import subprocess
import time

from server import PROGRAM, Server, free_port, wait_for


def test_notifications(folder):
    path = os.path.join(folder.path, "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        os.chmod(path, 0o777)
        notify.setblocking(False)
        said = []

        def heard(text):
            try:
                while True:
                    said.append(notify.recv(4096).decode())
            except BlockingIOError:
                return any(text in line for line in said)

        with Server(folder, environment={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "1000000"}) as s:
            s.start()
            wait_for(lambda: heard("READY=1"), 5)
            wait_for(lambda: heard("WATCHDOG=1"), 5)
            said.clear()
            s.process.send_signal(signal.SIGHUP)
            wait_for(lambda: heard("RELOADING=1"), 5)
            wait_for(lambda: heard("READY=1"), 15)
            said.clear()
            time.sleep(2)
            heard("")
            assert sum("WATCHDOG=1" in line for line in said) >= 3, said
            s.process.send_signal(signal.SIGTERM)
            wait_for(lambda: heard("STOPPING=1"), 5)
            assert s.wait() == 0


def test_socket_activation(folder):
    port = free_port()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", port))
        listening.listen(64)
        # The variable needs the number of the process that reads it, so a shell fills it in.
        script = f'exec 3<&{listening.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@"'
        with Server(folder) as s:
            s.port = port
            s.options[0] = f"--port={port}"
            s.launch = lambda: launch(s, script, listening)
            s.start()
            assert s.ready()
            s.stop()
            # It is still ours: connections wait in it for the next start.
            with socket.create_connection(("127.0.0.1", port), timeout=2):
                pass


def launch(s, script, listening):
    import threading
    s.card = s.log = ""
    s.process = subprocess.Popen(["bash", "-c", script, PROGRAM, "run", *s.options], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True, pass_fds=[listening.fileno()])
    s.readers = [threading.Thread(target=s._read, args=(name,), daemon=True) for name in ("card", "log")]
    for reader in s.readers:
        reader.start()
    return s
