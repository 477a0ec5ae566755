/* What clients ask about who is there. */
#include "archive/accounts.h"
#include "chat/account_view.h"
#include "chat/chat.h"
#include "gateway/presence.h"
#include "gateway/scope.h"
#include "gateway/watcher.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"

/* Rooms that are lost while people are being read make them be read again, so often at most. */
enum { READS_MAX = 5 };

struct watch_request {
	struct request *r;
	const struct presence_watch_input *in;
	struct gateway *g;
	uint64_t asked;
	int reads;
};

static void presence_watch_read(void *owner, enum error e, void *rows, size_t count);

static void presence_watch_ask(struct watch_request *w)
{
	struct session *s = session_find(w->g, w->r->session);
	struct read read = { w->r->arena, presence_watch_read, w };
	if (!s || w->reads++ == READS_MAX) {
		request_fail(w->r, ERROR_BUSY);
		return;
	}
	w->asked = watcher_ask(s);
	accounts_visible(chat()->archive, read, w->r->user_id, w->in->user_ids,
			 w->in->user_ids_count);
}

void presence_watch(struct request *r, const struct presence_watch_input *in)
{
	struct watch_request *w = arena_take(r->arena, sizeof(*w));
	w->r = r;
	w->in = in;
	w->g = scope_gateway(r);
	presence_watch_ask(w);
}

static void presence_watch_read(void *owner, enum error e, void *rows, size_t count)
{
	struct watch_request *w = owner;
	struct session *s = session_find(w->g, w->r->session);
	if (e || !s) {
		request_fail(w->r, e ? e : ERROR_BUSY);
		return;
	}
	struct person_presence *views = arena_take(w->r->arena, (count + 1) * sizeof(*views));
	if (!watcher_set(s, w->asked, rows, count, views)) {
		presence_watch_ask(w);
		return;
	}
	struct presence_watch_reply reply = { .people = views, .people_count = count };
	presence_watch_answer(w->r, &reply);
}

void presence_set(struct request *r, const struct presence_set_input *in)
{
	struct session *s = session_find(scope_gateway(r), r->session);
	if (s)
		presence_set_away(s, in->away);
	struct presence_set_reply reply = { .away = in->away };
	presence_set_answer(r, &reply);
}
