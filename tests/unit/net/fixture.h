#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/config.h"
#include "net/tls_material.h"

/* A real web on a loopback port, on a thread of its own, and a client of raw sockets for the test's
 * thread.
 *
 * Routes: /late answers after late_ms, /peer with the client's address and scheme, /missing with
 * 404, everything else with
 * "<method> <path> <query> <body>". The WebSocket's commands are in fixture.c. */
struct fixture {
	/* Set before fixture_start; defaults are config.def's, with some limits lower. */
	struct config config;
	const char *static_dir;
	int late_ms;
	/* What the kernel takes for a client that does not read; 0: its default. */
	int send_bytes;
	bool textbook;
	/* tunnel.h. NULL: plain HTTP only. */
	const struct tls_material *tls;
	bool speak_tls;
	/* Large bodies are asked about: /large takes them, /large-late after 100 ms, others refuse.
	 */
	bool large_bodies;
	/* TLS handshakes are asked about: so many may begin. 0: all, and nobody asks. */
	int handshakes;

	int port;
	/* Counted by the server's thread; read after fixture_wait. */
	_Atomic int opened;
	_Atomic int closed;
	_Atomic int alive;
	_Atomic int late_answered;
	_Atomic int late_begun;
	_Atomic int large_ended;
	_Atomic int shaken; /* handshakes asked about */
	struct server *server;
};

void fixture_init(struct fixture *f);
void fixture_start(struct fixture *f);
void fixture_stop(struct fixture *f);
/* Waits up to 5 s until `*counter` is `expected`. */
bool fixture_wait(const _Atomic int *counter, int expected);

/* A connected socket whose reads give up after 5 s. `receive_bytes` 0: the kernel's default buffer.
 */
int client_connect(const struct fixture *f, int receive_bytes);
/* The same with a socket that is there already. */
void client_connect_with(const struct fixture *f, int fd);
void client_send(int fd, const char *bytes, size_t size);
void client_send_text(int fd, const char *text);
/* Reads until the peer closes or nothing comes any more; NUL-terminated in `out`. */
void client_read_all(int fd, struct buffer *out);
/* Sends `request` on a new connection and returns the status of the first answer; 0 if there is
 * none. All bytes are in `out`. */
int client_request(const struct fixture *f, const char *request, struct buffer *out);
/* True once the peer has closed; reads and drops what comes before. */
bool client_closed(int fd);

struct response {
	int status;
	struct buffer head;
	struct buffer body;
};

/* Reads one answer with a Content-Length; false if none comes. `has_body` false after HEAD. */
bool client_response(int fd, struct response *r, bool has_body);
void response_clear(struct response *r);
/* The value of a header in the head, "" if absent; valid until the next call. */
const char *response_header(const struct response *r, const char *name);

enum { WS_TEXT = 1, WS_BINARY = 2, WS_CLOSE = 8, WS_PING = 9, WS_PONG = 10 };

/* Connects and upgrades. */
int ws_connect(const struct fixture *f, const char *query, int receive_bytes);
/* Sends a masked frame; `first` is the first byte (0x81: final text). */
void ws_send(int fd, int first, const char *payload, size_t size);
void ws_send_text(int fd, const char *text);
/* Reads one frame: the opcode, -1 at the end of the stream or after 5 s. */
int ws_read(int fd, struct buffer *payload);
/* Reads a frame and compares it. */
bool ws_expect(int fd, int opcode, const char *payload);
/* Reads up to the close frame: its code, 0 if it has none, -1 if the connection just ended.
 * `reason` may be NULL. */
int ws_close_code(int fd, struct buffer *reason);
