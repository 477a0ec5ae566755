/* A request whose answer goes nowhere. */
#include "chat/errand.h"

#include "base/states.h"

enum { ARENA_BYTES_MAX = 4 * 1024 * 1024 };

struct errand {
	struct request request;
	void (*ended)(void *owner, enum error e);
	void *owner;
};

static void errand_end(struct request *r, enum error e)
{
	const struct errand errand = *(const struct errand *)r->sink_owner;
	arena_free(r->arena);
	errand.ended(errand.owner, e);
}

static void on_reply(struct request *r, struct slice json)
{
	(void)json;
	errand_end(r, ERROR_OK);
}

static void on_done(struct request *r)
{
	errand_end(r, ERROR_OK);
}

static void on_fail(struct request *r, enum error e, const char *text, int64_t retry_after_ms)
{
	(void)text;
	(void)retry_after_ms;
	errand_end(r, e);
}

static const struct request_sink sink = { on_reply, on_done, on_fail };

struct request *errand_new(int64_t user_id, void (*ended)(void *owner, enum error e), void *owner)
{
	struct arena *arena = arena_new(ARENA_BYTES_MAX);
	struct errand *errand = arena_take(arena, sizeof(*errand));
	errand->request = (struct request){
		.arena = arena,
		.user_id = user_id,
		.role = ROLE_MEMBER,
		.user_name = "",
		.address = "",
		.agent = "",
		.base_url = "",
		.sink = &sink,
		.sink_owner = errand,
	};
	errand->ended = ended;
	errand->owner = owner;
	return &errand->request;
}
