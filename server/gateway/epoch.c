/* An archive that went backwards. */
#include "gateway/epoch.h"

#include "archive/statements.h"
#include "base/log.h"
#include "gateway/heads.h"

struct raising {
	struct gateway *g;
	struct arena *arena;
	struct write write;
};

static void epoch_raised(void *owner, enum error e, struct write *w)
{
	struct raising *raising = owner;
	struct gateway *g = raising->g;
	(void)w;
	g->raising = false;
	if (e && e != ERROR_CONFLICT)
		log_error("gateway", "epoch not raised", "error=%s", error_code(e));
	else if (g->heads)
		heads_check(g->heads);
	arena_free(raising->arena);
}

void epoch_raise(struct gateway *g, int64_t known_epoch)
{
	if (g->raising)
		return;
	g->raising = true;
	log_error("gateway", "the archive is behind what was delivered", "epoch=%lld",
		  (long long)known_epoch);
	struct arena *arena = arena_new(SIZE_MAX);
	struct raising *raising = arena_take(arena, sizeof(*raising));
	raising->g = g;
	raising->arena = arena;
	write_epoch_raise(&raising->write, arena, known_epoch);
	raising->write.done = epoch_raised;
	raising->write.owner = raising;
	archive_write(g->archive, &raising->write);
}
