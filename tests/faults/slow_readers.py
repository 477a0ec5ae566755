"""Sockets that are opened and never read: slow_readers.py PORT COUNT reads a header of each from its standard input ("Cookie: …", one a line),
says `ready` when all are upgraded, and holds them until its standard input ends. Their receive buffers are as small as the system has them, so
that what is not read waits in the server."""

import socket
import sys

REQUEST = ("GET /ws HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: http://localhost:{port}\r\n{header}\r\n\r\n")


def open_slow(port, header):
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", port))
    slow.sendall(REQUEST.format(port=port, header=header).encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = slow.recv(1)
        if not byte:
            raise SystemExit(f"refused: {head!r}")
        head += byte
    if b" 101 " not in head.split(b"\r\n")[0]:
        raise SystemExit(f"refused: {head!r}")
    return slow


def main():
    port, count = int(sys.argv[1]), int(sys.argv[2])
    held = [open_slow(port, sys.stdin.readline().strip()) for _ in range(count)]
    print("ready", flush=True)
    sys.stdin.read()
    for slow in held:
        slow.close()


if __name__ == "__main__":
    main()
