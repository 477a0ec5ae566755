#pragma once

#include "archive/archive.h"
#include "archive/write.h"
#include "unit/archive/server.h"

/* An archive on a fresh database, and the loop that it runs on; calls are made to look synchronous.
 */

struct fixture {
	struct loop *loop;
	struct config config;
	struct archive *archive;
	const char *database;
	int ups;   /* how often on_state said true */
	int downs; /* … false */
	struct timer *limit;
	bool timed_out;
};

/* `options` of server_url. Waits until the archive is up. */
void fixture_open(struct fixture *f, const char *database, const char *options);
/* The same for a configuration that was made by the caller (url, time-outs); `config` is taken. */
void fixture_open_config(struct fixture *f, const char *database, struct config config);
/* Opens the archive of f->config and does not wait. */
void fixture_start(struct fixture *f);
void fixture_close(struct fixture *f);
/* Turns the loop until *value >= target; false after `limit_ms`. */
bool fixture_turn(struct fixture *f, const int *value, int target, int64_t limit_ms);
/* Turns the loop for a while. */
void fixture_pause(struct fixture *f, int64_t ms);
int64_t fixture_number(const struct fixture *f, const char *sql);
void fixture_sql(const struct fixture *f, const char *sql);

/* Adds a member of a room without a bound of its own. */
void fixture_member(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id,
		    int64_t rooms_max);

/* A write with its own memory, and how it ended. */
struct attempt {
	struct write write;
	struct arena *arena;
	bool ended;
	enum error error;
	int *count; /* raised when it ends; may be NULL */
	int order;  /* the value it was raised to */
};

struct attempt *attempt_new(int *count);
void attempt_free(struct attempt *a);
/* Adds a message; the client id is copied, the content is "text" unless the caller sets another. */
struct change *attempt_message(struct attempt *a, int64_t room_id, int64_t sender_id,
			       int64_t message_id, const char *client_id);
void attempt_start(struct fixture *f, struct attempt *a);
/* Starts it and waits for its end. */
enum error attempt_run(struct fixture *f, struct attempt *a);

/* The end of a read. */
struct answer {
	struct arena *arena;
	int ended;
	enum error error;
	void *rows;
	size_t count;
};

/* For a read: `reading(a, answer_read(&answer), …)`, then answer_wait. */
struct read answer_read(struct answer *a);
void answer_wait(struct fixture *f, struct answer *a);
void answer_clear(struct answer *a);

/* Waits for an id. */
int64_t fixture_id(struct fixture *f, const char *lease);
/* How many streams are not dense: message and change_log rows together must be 1 … seq. */
int64_t fixture_holes(const struct fixture *f);
