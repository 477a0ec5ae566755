#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/config.h"

/* The worker processes of the supervisor: started, watched, replaced. A worker's number is its
 * column of the metrics page, so two that live at the same time (old and new, during a reload)
 * never share one. One instance a process. */

struct workers_settings {
	const struct config *config; /* borrowed until the next workers_configure */
	int listening_fd;
	int metrics_fd;
};

/* How many `c` asks for: its option, or one for each core. */
int workers_wanted(const struct config *c);
void workers_open(const struct workers_settings *settings);
/* From now on new workers get this configuration, and the old ones are replaced one at a time: a
 * new one is ready before an old one drains. */
void workers_replace(const struct config *config);
/* Starts what is missing, kills what hangs, goes on replacing. To be called after every wait. */
void workers_tend(void);
/* How long workers_tend can wait. */
int workers_wait_ms(void);
/* The pipes on which they say that they are ready and alive: fills `ready`, returns how many (at
 * most METRICS_WORKERS_MAX). */
size_t workers_watch(struct pollfd *ready);
/* Reads the pipes that poll found ready. */
void workers_listen(const struct pollfd *ready, size_t count);
/* A child ended: true if it was a worker. */
bool workers_reap(pid_t pid, int status);
/* Those that serve (ready and not draining), and all that live. */
int workers_ready(void);
int workers_alive(void);
/* A reload is under way; and whether the last one ended with the old workers, as new ones did not
 * start. */
bool workers_replacing(void);
bool workers_gave_up(void);
/* Tells all to drain; none is started any more. */
void workers_drain(void);
void workers_kill(void);
