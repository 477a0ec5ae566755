#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "archive/accounts.h"
#include "gateway/bucket.h"
#include "gateway/context.h"

/* A signed-in (or signing-in) WebSocket. Found by number after any wait: it may be gone. */

enum session_state {
	SESSION_OPENING,
	SESSION_OPEN,
	SESSION_CLOSING,
};

enum { SOCKET_ID_SIZE = 24, USER_NAME_SIZE = 17 };

struct session {
	struct gateway *g;
	struct socket *socket;
	uint64_t number;
	int64_t user_id;    /* 0 until the archive knew the cookie */
	int64_t session_id; /* of the archive */
	struct person *person;
	struct session *next; /* of the same person */
	int64_t *rooms;       /* streams whose events this socket gets, besides the private one */
	uint32_t room_count;
	uint32_t room_capacity;
	const char *base_url; /* interned */
	struct bucket requests;
	struct bucket refusals; /* of requests that were too many */
	struct bucket pings;    /* protocol frames, which are no requests */
	uint64_t checked;       /* the last question whose answer was applied; validation.c */
	uint32_t in_flight;
	uint8_t language; /* enum language: of the settings, else of the browser */
	uint8_t browser_language;
	uint8_t role;
	uint8_t state; /* enum session_state */
	uint8_t strikes;
	uint8_t pings_missed;
	bool present; /* counts for the person's presence; presence.c */
	bool away;
	struct watcher *watcher; /* whom it watches; NULL: nobody yet; watcher.c */
	struct typed
		*typed; /* where it said lately that the person types; NULL: nowhere; typing.c */
	char socket_id[SOCKET_ID_SIZE];
	char user_name[USER_NAME_SIZE];
};

/* A person may ask for as much as so many busy sockets. */
enum { PERSON_SOCKETS_WORTH = 4 };

/* Everybody's sessions in this worker, and what is limited for a person rather than a socket. It
 * stays without a session until both buckets are untouched again: who comes back at once gets no
 * new burst. */
struct person {
	int64_t user_id;
	struct session *first;
	uint32_t count;
	uint32_t present; /* sessions that are open, and how many of them the person is away from */
	uint32_t away;
	struct bucket messages;
	struct bucket requests; /* of all their sockets */
	/* What they let others know of them, as the archive said last (to question `checked`). */
	uint64_t checked;
	bool shows_typing;
	bool shows_read;
	bool shows_presence;
};

/* A session for a socket just opened; hangs on it as its owner. */
struct session *session_new(struct gateway *g, struct socket *s, struct exchange *handshake);
/* The socket is gone: leaves all streams and frees. */
void session_free(struct session *s);
/* NULL if it is gone. */
struct session *session_find(const struct gateway *g, uint64_t number);
/* Ties it to the person that the archive knows. */
void session_identify(struct session *s, const struct session_row *row);
/* Takes over what the archive answered to a question (validation.c) about the session: role, and
 * what its person shows of themselves. Questions may be answered in another order. */
void session_refresh(struct session *s, const struct session_row *row, uint64_t question);
/* NULL if nothing of the person is known here; it may have no session any more. */
struct person *person_find(const struct gateway *g, int64_t user_id);
/* Forgets people who have no session and nothing left to remember. */
void people_sweep(struct gateway *g);
/* Forgets all. */
void people_close(struct gateway *g);
/* Frees the base URLs. */
void session_bases_close(struct gateway *g);
/* Sends finished JSON. */
void session_send(struct session *s, struct slice json);
/* Closes the socket; nothing more is read from it or sent to it. */
void session_close(struct session *s, int code, const char *reason);

/* Notes that it gets a room's events (once), or no longer. */
void session_room_add(struct session *s, int64_t room_id);
void session_room_remove(struct session *s, int64_t room_id);
bool session_in_room(const struct session *s, int64_t room_id);
