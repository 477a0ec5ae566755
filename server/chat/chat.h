#pragma once

#include "archive/archive.h"
#include "base/config.h"
#include "bus/bus.h"
#include "net/loop.h"

/* What the rules work with. Opened once a process (a worker, or the command line), before any
 * handler is called. */
struct chat {
	struct loop *loop;
	const struct config *config;
	struct archive *archive;
	struct bus *bus;
};

/* Copies `services`; initialises libsodium. */
void chat_open(const struct chat *services);
void chat_close(void);
/* The services; asserts that chat_open was called. */
const struct chat *chat(void);
