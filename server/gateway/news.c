/* News of people. Who changed is read once for all sockets here that watch them, and not at all if
 * none does. A person of whom news comes while they are being read is read once more afterwards:
 * what is told last is what the archive has. */
#include "gateway/news.h"

#include "archive/accounts.h"
#include "base/log.h"
#include "base/memory.h"
#include "chat/account_view.h"
#include "gateway/presence.h"
#include "gateway/watcher.h"
#include "protocol/encode.gen.h"

struct news {
	struct gateway *g;
	struct table *asked; /* person → struct asking */
};

struct asking {
	struct gateway *g;
	struct arena *arena;
	int64_t user_id;
	bool again;
};

static void person_read(void *owner, enum error e, void *rows, size_t count);

struct news *news_open(struct gateway *g)
{
	struct news *n = memory_zero(1, sizeof(*n));
	n->g = g;
	n->asked = table_new();
	return n;
}

void news_close(struct news *n)
{
	n->g->news = NULL;
	table_free(n->asked);
	memory_free(n);
}

static bool is_watched(const struct gateway *g, int64_t user_id)
{
	const struct presence_person *p = presence_map_find(presence_map_of(g), user_id);
	return p && p->watcher_count > 0;
}

void news_person(struct gateway *g, int64_t user_id)
{
	struct asking *before = table_get(g->news->asked, user_id);
	if (before)
		before->again = true;
	if (before || !is_watched(g, user_id))
		return;
	struct arena *arena = arena_new(SIZE_MAX);
	struct asking *asking = arena_take(arena, sizeof(*asking));
	*asking = (struct asking){ .g = g, .arena = arena, .user_id = user_id };
	table_put(g->news->asked, user_id, asking);
	struct read read = { arena, person_read, asking };
	accounts_by_id(g->archive, read, user_id);
}

static void tell(struct gateway *g, const struct account_row *account)
{
	struct user_view user = user_view_of(account);
	const struct person_changed_event event = { .user = &user };
	struct buffer json = { 0 };
	person_changed_encode(&json, &event);
	watcher_send(g, account->user_id, buffer_slice(&json));
	buffer_clear(&json);
}

static void person_read(void *owner, enum error e, void *rows, size_t count)
{
	struct asking *asking = owner;
	struct gateway *g = asking->g;
	bool again = asking->again;
	int64_t user_id = asking->user_id;
	if (e)
		log_debug("presence", "news not told", "error=%s", error_code(e));
	if (g->news)
		table_remove(g->news->asked, user_id);
	if (g->news && !e && count > 0)
		tell(g, rows);
	arena_free(asking->arena);
	if (g->news && again && !g->closing)
		news_person(g, user_id);
}
