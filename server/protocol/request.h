#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/language.h"
#include "base/slice.h"

/* One request of a client, over a socket or HTTP, from its decoding to its one end. It ends exactly
 * once, by one of request_reply, request_done or request_fail (asserted); it is freed then, with
 * its arena. Handlers of chat/ take it as their first argument. Who asks is copied in: the session
 * may be gone before the request ends. */
struct request {
	struct arena *arena;
	uint64_t session;   /* the gateway's number of the asking socket; 0 over HTTP */
	int64_t user_id;    /* 0 when nobody is signed in (HTTP, access "anyone") */
	int role;           /* ROLE_… */
	int64_t session_id; /* the archive's id of the session; 0 when nobody is signed in */
	const char *user_name;
	const char *address;    /* of the client, for limits and the session list */
	const char *agent;      /* User-Agent, may be "" */
	const char *base_url;   /* scheme://host[:port] as the client sees us; for links */
	enum language language; /* that the person reads, as far as it is known */
	int64_t cb_id;
	bool has_cb_id;
	struct slice cookie;     /* HTTP replies: the Set-Cookie session token to set ("" ends the
				    session), {NULL, 0}: none */
	int64_t entered_room_id; /* a room that whoever asks is in by what they asked, 0: none. The
				    answer to a socket leaves once it gets that room's events. */
	const struct request_sink *sink;
	void *sink_owner;
};

/* How the gateway takes the end of a request. */
struct request_sink {
	/* `json` is a finished object (valid during the call). */
	void (*reply)(struct request *r, struct slice json);
	/* No answer (pong). */
	void (*done)(struct request *r);
	void (*fail)(struct request *r, enum error e, const char *text, int64_t retry_after_ms);
};

/* Ends it with a finished JSON object; called by the generated …_answer functions. */
void request_reply(struct request *r, struct slice json);
/* Ends it without an answer. */
void request_done(struct request *r);
/* Ends it with an error and its default text. */
void request_fail(struct request *r, enum error e);
/* Ends it with an error and a text for people; at most 500 code points. */
void request_fail_text(struct request *r, enum error e, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Ends it with ERROR_RATE_LIMITED. */
void request_fail_limited(struct request *r, int64_t retry_after_ms);
