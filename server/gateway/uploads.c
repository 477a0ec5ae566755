/* An upload lives from the question whether it may come until its exchange ends. */
#include "gateway/uploads.h"

#include "base/memory.h"
#include "gateway/access.h"
#include "gateway/asker.h"
#include "gateway/doorman.h"
#include "gateway/routes.h"
#include "gateway/scope.h"
#include "net/link.h"

enum {
	/* What a form is longer than the file in it. */
	FORM_BYTES_MAX = 8192,
	/* Of one person at a time. */
	OWN_UPLOADS_MAX = 2,
};

struct upload {
	struct link link; /* in gateway.uploads once it was let in */
	struct gateway *g;
	struct exchange *x;
	const struct route_row *row;
	int64_t user_id;
};

static void upload_known(void *owner, enum error e, const struct session_row *account);
static void upload_ended(void *owner);

static size_t uploads_of(const struct gateway *g, int64_t user_id)
{
	size_t count = 0;
	for (struct link *at = g->uploads.next; at != &g->uploads; at = at->next)
		count += LINK_OWNER(at, struct upload, link)->user_id == user_id;
	return count;
}

static enum error upload_refusal(struct gateway *g, struct exchange *x, const struct route_row *row)
{
	const struct config *config = g->config;
	size_t size_max = (size_t)config->picture_bytes_max + FORM_BYTES_MAX;
	if (!row || row->body == BODY_JSON || exchange_body_size(x) > size_max)
		return ERROR_TOO_LARGE;
	return routes_refusal(g, x, row);
}

/* Only those that were let in count: nobody keeps others out who is not signed in. */
static enum error account_refusal(const struct upload *u, const struct session_row *account)
{
	const struct config *config = u->g->config;
	size_t all_max = (size_t)(config->pictures_at_once + config->picture_queue_max);
	enum error e = access_refusal(u->row->access, account ? account->user_id : 0,
				      account ? account->role : 0);
	if (e)
		return e;
	bool busy = u->g->upload_count >= all_max ||
		    (account && uploads_of(u->g, account->user_id) >= OWN_UPLOADS_MAX);
	return busy ? ERROR_BUSY : ERROR_OK;
}

static void refuse(struct exchange *x, enum error e, int64_t retry_after_ms)
{
	scope_refuse_exchange(x, e, error_text(e), retry_after_ms);
}

void uploads_asked(struct gateway *g, struct exchange *x)
{
	const struct route_row *row = route_find(exchange_path(x));
	enum error e = upload_refusal(g, x, row);
	int64_t retry_after_ms = 0;
	if (!e && doorman_refuses(g, x, &retry_after_ms))
		e = ERROR_RATE_LIMITED;
	if (e == ERROR_METHOD) {
		/* Only routes that are posted to take a large body. */
		scope_refuse_method(x, true);
		return;
	}
	if (e) {
		refuse(x, e, retry_after_ms);
		return;
	}
	struct upload *u = memory_zero(1, sizeof(*u));
	u->g = g;
	u->x = x;
	u->row = row;
	exchange_at_end(x, upload_ended, u);
	asker_find(g, x, upload_known, u);
}

static void upload_known(void *owner, enum error e, const struct session_row *account)
{
	struct upload *u = owner;
	if (!e)
		e = account_refusal(u, account);
	if (e) {
		refuse(u->x, e, 0);
		return;
	}
	u->user_id = account ? account->user_id : 0;
	link_add_last(&u->g->uploads, &u->link);
	u->g->upload_count++;
	exchange_take_body(u->x);
}

static void upload_ended(void *owner)
{
	struct upload *u = owner;
	if (link_used(&u->link))
		u->g->upload_count--;
	link_remove(&u->link);
	memory_free(u);
}
