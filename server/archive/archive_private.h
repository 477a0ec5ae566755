#pragma once

#include "archive/archive.h"
#include "archive/database_url.h"

/* What the parts of the archive share. */

struct writer;
struct reader;
struct ids;

struct archive {
	struct loop *loop;
	const struct config *config;
	struct database_url url;
	struct writer *writer;
	struct reader *reader;
	struct ids *ids;
	void (*on_state)(void *owner, bool up);
	void *owner;
	bool up;
	bool closed;
};

/* Called by writer and reader whenever one of their connections came up or was lost. */
void archive_connections_changed(struct archive *a);
