#pragma once

/* Stands between the archive and the server, and misbehaves when a COMMIT passes. A thread of the
 * test's process. */

enum proxy_mode {
	PROXY_PASS,
	PROXY_CUT_BEFORE, /* the COMMIT is not passed on, both sides are closed */
	PROXY_CUT_AFTER,  /* the COMMIT is carried out, its answer is not passed on, both sides are
			     closed */
	PROXY_HOLD,       /* the COMMIT is carried out, nothing comes back any more */
};

/* Listens on `path` and connects to `server` (Unix sockets). */
void proxy_start(const char *path, const char *server);
/* The same on a port of 127.0.0.1, which it returns. */
int proxy_start_tcp(const char *server);
/* Of the next `commits` COMMITs; then it passes again. */
void proxy_set(enum proxy_mode mode, int commits);
/* How many COMMITs were misbehaved at since proxy_set. */
int proxy_hits(void);
void proxy_stop(void);
