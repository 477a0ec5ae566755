#pragma once

#include <stdbool.h>

struct dialect;

enum {
	PIDS_MAX = 16,
	MEMBERS_MAX = 19000,
	SENDERS_MAX = 1000,
	WINDOW_MAX = 4096,
	ACCOUNTS_MAX = 256,
	TEXT_BYTES_MAX = 16384
};

/* What to measure, where, and for how long. */
struct options {
	const char *host;
	const char *mode;
	const char *dialect_name;
	const struct dialect *dialect;
	int port;
	int publisher_port; /* 0: the same */
	int members;        /* sockets that listen */
	int senders;        /* sockets that send */
	int window;         /* messages of one sender that may be under way */
	int seconds;        /* measured, after the warm-up */
	int warm_up_ms;
	int settle_ms;    /* from the last socket's opening to the first message */
	int open_limit_s; /* all sockets are open by then */
	int drain_ms;     /* after the end, what is under way may be silent for so long */
	int text_bytes;   /* of a message */
	int accounts;     /* signed up; the sockets are shared out among them */
	int room;
	int pids[PIDS_MAX]; /* of the server, for its CPU time and memory */
	int pid_count;
	bool self_test;
};

/* Reads the command line; prints the usage or what is wrong, and exits, if it must. */
void options_read(struct options *o, int count, char **words);
