/* The archive as a whole: opens and closes its parts, and says when it is up. */
#include "archive/archive.h"

#include <mysql.h>

#include "archive/archive_private.h"
#include "archive/ids.h"
#include "archive/reader.h"
#include "archive/writer.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"

enum { MARKS_KEPT_MS = 7 * 24 * 60 * 60 * 1000 };

static void on_pruned(void *owner, enum error e, const struct result *result)
{
	(void)e;
	(void)result;
	arena_free(owner);
}

/* Marks of writers that ended long ago. One that lives makes its own again with the next batch that
 * needs it. */
static void prune_marks(struct archive *a)
{
	struct arena *arena = arena_new(64 * 1024);
	struct read read = { .arena = arena, .owner = arena };
	/* no index: a row for each worker process of a week */
	struct reading *r = reading_new(read, "DELETE FROM writer_mark WHERE at_ms < ?", NULL);
	reading_int(r, clock_wall_ms() - MARKS_KEPT_MS);
	r->on_result = on_pruned;
	reading_start(a, r);
}

void archive_connections_changed(struct archive *a)
{
	/* The parts are made one after the other. */
	bool writing = a->writer && writer_up(a->writer);
	bool up = writing && (a->up || (a->reader && reader_up(a->reader)));
	if (a->closed || up == a->up)
		return;
	a->up = up;
	metric_set(METRIC_ARCHIVE_UP, up);
	log_info("archive", up ? "up" : "down", "database=%s", a->url.database);
	if (up)
		prune_marks(a);
	a->on_state(a->owner, up);
}

struct archive *archive_open(struct loop *l, const struct config *config,
			     void (*on_state)(void *owner, bool up), void *owner)
{
	struct archive *a = memory_zero(1, sizeof(*a));
	/* config_check has been there before. */
	ASSERT(database_url_read(config->mysql_url, &a->url));
	ASSERT(mysql_library_init(0, NULL, NULL) == 0);
	a->loop = l;
	a->config = config;
	a->on_state = on_state;
	a->owner = owner;
	a->ids = ids_new(a);
	a->reader = reader_new(a);
	a->writer = writer_new(a);
	return a;
}

static void free_archive(void *owner)
{
	struct archive *a = owner;
	writer_free(a->writer);
	reader_free(a->reader);
	ids_free(a->ids);
	memory_free(a);
}

void archive_close(struct archive *a)
{
	if (!a || a->closed)
		return;
	a->closed = true;
	a->up = false;
	metric_set(METRIC_ARCHIVE_UP, 0);
	ids_close(a->ids);
	writer_close(a->writer);
	reader_close(a->reader);
	/* It may be on the stack. */
	loop_later(a->loop, free_archive, a);
}

bool archive_up(const struct archive *a)
{
	return a->up;
}
