#pragma once

#include "archive/connection.h"
#include "base/dictionary.h"

/* What connection.c (life) and query.c (work) share. */

enum connection_state {
	CONNECTION_WAITING,    /* for the back-off, the name's address */
	CONNECTION_CONNECTING, /* in mysql_real_connect, then in the settings */
	CONNECTION_IDLE,
	CONNECTION_BUSY,
	CONNECTION_CLOSED,
};

struct resolution;

struct connection {
	struct loop *loop;
	const struct database_url *url;
	struct connection_events events;
	void *owner;
	bool writer;
	enum connection_state state;
	MYSQL *mysql;
	struct dialect dialect;

	/* The libmariadb call that is suspended: how it goes on, and what comes after it. */
	int (*go_on)(struct connection *c, int ready);
	void (*finished)(struct connection *c);
	int wanted;          /* MYSQL_WAIT_… of the suspended call; 0: none is suspended */
	int call_result;     /* what the call returned, for those that return int */
	MYSQL *connected;    /* the same for connecting */
	struct watch *watch; /* of a duplicate of libmariadb's descriptor, which it may close
				whenever it likes */
	int watched_fd;
	struct timer *call_timer; /* when the suspended call asked for a time-out */

	struct timer *life_timer; /* back-off, and the limit of connecting */
	int64_t backoff_ms;
	size_t setting;
	struct resolution *resolution;

	struct dictionary *statements; /* MYSQL_STMT by text */
	struct query query;
	MYSQL_STMT *statement;
	bool preparing; /* `statement` is not yet in `statements` */
	struct result result;
	void (*done)(void *owner, const struct result *r);
	void *done_owner;
	bool starting; /* within connection_query: answers wait for answer_timer */
	struct timer *answer_timer;
	char error[256];
};

/* Starts waiting for a call that returned `wanted`, or goes on at once if it finished. */
void connection_wait(struct connection *c, int wanted,
		     int (*go_on)(struct connection *c, int ready),
		     void (*finished)(struct connection *c));
/* Tears down and starts the back-off; says so with on_down if it was up. */
void connection_lost(struct connection *c, const char *reason);
/* The same without on_down and without the query's answer. */
void connection_tear_down(struct connection *c);
/* Gives the query's answer (its last act: the owner may do anything). */
void connection_answer(struct connection *c);
