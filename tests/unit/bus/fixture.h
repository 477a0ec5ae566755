#pragma once

/* A private Redis for the bus tests, and a loop to run buses on. */

#include <stdbool.h>
#include <sys/types.h>

#include "base/config.h"
#include "bus/bus.h"
#include "net/loop.h"

struct server {
	pid_t pid;
	int port;             /* 0: a Unix socket only */
	const char *password; /* NULL: none */
	char directory[160];
	char socket[176];
	char url[256];
};

/* Starts a Redis with a directory of its own and waits until it answers; started again it has the
 * same address. */
void server_start(struct server *s);
/* kill -9, and waits for its end. */
void server_kill(struct server *s);
void server_pause(const struct server *s);
void server_continue(const struct server *s);
/* Sends one inline command on a connection of its own and returns the raw answer; valid until the
 * next call. */
const char *server_ask(const struct server *s, const char *command);
/* The number behind "name" in an answer of server_ask; -1 if it is not there. */
long server_number(const char *answer, const char *name);

/* A worker as the bus sees it: it counts. */
struct worker {
	struct loop *loop;
	struct bus *bus;
	struct config config;
	int ups;
	int downs;
	bool up;
	int live;     /* on_ready(true) */
	int not_live; /* on_ready(false) */
	int received;
	struct envelope last; /* without its json */
	char json[256];       /* cut, and a NUL behind it; it may hold others */
	int64_t seq_expected; /* 0: not checked */
	int out_of_order;
};

void worker_open(struct worker *w, struct loop *l, const char *url, int64_t linger_ms);
void worker_close(struct worker *w);
void worker_need(struct worker *w, int64_t stream_id);
/* True once it is live, however late; `live` counts it once. */
bool worker_need_live(struct worker *w, int64_t stream_id);
/* Streams 1 to `count`, some at a time, so that none waits for 500 ms. True once all are live. */
bool worker_need_all(struct worker *w, int count);
/* An envelope with a message in it. */
void worker_publish(struct worker *w, int64_t stream_id, int64_t seq);

/* Runs the loop until *counter is `target` or more, `limit_ms` at most. True if it is. */
bool loop_until(struct loop *l, const int *counter, int target, int limit_ms);
void loop_for(struct loop *l, int ms);
