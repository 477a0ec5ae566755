/* From a frame to an action. */
#include "gateway/dispatch.h"

#include "archive/accounts.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/states.h"
#include "chat/limits.h"
#include "gateway/access.h"
#include "gateway/dispatch.gen.h"
#include "gateway/liveness.h"
#include "gateway/scope.h"
#include "gateway/validation.h"
#include "protocol/actions.gen.h"
#include "protocol/decode.h"

enum { STRIKES_MAX = 20 };

/* What was read of a frame before it became a request. */
struct frame_head {
	const struct action_row *row;
	int64_t cb_id;
	bool has_cb_id;
};

/* A request whose shared limit, or whose maker, is being asked about. */
struct dispatching {
	struct request *r;
	enum action action;
	uint64_t question; /* of the maker */
	void *input;
};

static void strike(struct session *s)
{
	s->strikes++;
	if (s->strikes > STRIKES_MAX)
		session_close(s, 1008, "Too many malformed requests.");
}

/* Whoever goes on as if nothing had been said is sent away: as many refusals as requests are
 * allowed. */
static void limited(struct session *s)
{
	const struct config *config = s->g->config;
	int64_t retry_after_ms;
	metric_add(METRIC_RATE_LIMITED, 1);
	if (!bucket_take(&s->refusals, config->rate_requests_per_s, config->rate_requests_burst,
			 &retry_after_ms))
		session_close(s, 1008, "Too many requests.");
}

static void dispatch_run(void *owner)
{
	struct dispatching *d = owner;
	action_handlers[d->action](d->r, d->input);
}

static void dispatch_limited(struct dispatching *d, const char *what, int64_t burst,
			     int64_t per_hour)
{
	struct request *r = d->r;
	const struct limit_row row = { limit_key(r, what, slice_of(r->user_name)), burst,
				       per_hour };
	limits_take(r, &row, 1, dispatch_run, d);
}

/* Spends the action's own limit and runs it. */
static void dispatch_spend(struct session *s, struct dispatching *d)
{
	const struct config *config = s->g->config;
	int64_t retry_after_ms;
	switch (action_rows[d->action].limit) {
	case LIMIT_NONE:
		dispatch_run(d);
		break;
	case LIMIT_MESSAGE:
		if (bucket_take(&s->person->messages, config->rate_messages_per_s,
				config->rate_messages_burst, &retry_after_ms)) {
			dispatch_run(d);
			break;
		}
		metric_add(METRIC_RATE_LIMITED, 1);
		request_fail_limited(d->r, retry_after_ms);
		break;
	case LIMIT_JOIN:
		dispatch_limited(d, "join", config->rate_joins_per_min,
				 config->rate_joins_per_min * 60);
		break;
	case LIMIT_ROOM:
		dispatch_limited(d, "room", config->rate_rooms_per_min,
				 config->rate_rooms_per_min * 60);
		break;
	case LIMIT_INVITATION:
		dispatch_limited(d, "invite", config->rate_invitations_per_hour,
				 config->rate_invitations_per_hour);
		break;
	}
}

static void dispatch_confirmed(void *owner, enum error e, void *rows, size_t count);

/* This worker may not have heard yet that somebody is no administrator any more. */
static void dispatch_confirm(const struct session *s, struct dispatching *d)
{
	struct read read = { d->r->arena, dispatch_confirmed, d };
	d->question = validation_question(s->g);
	sessions_alive(s->g->archive, read, &d->r->session_id, 1, clock_wall_ms());
}

static void dispatch_confirmed(void *owner, enum error e, void *rows, size_t count)
{
	struct dispatching *d = owner;
	const struct session_row *row = rows;
	struct session *s = session_find(scope_gateway(d->r), d->r->session);
	if (!e && (count == 0 || !s))
		e = ERROR_UNAUTHENTICATED;
	if (!e) {
		session_refresh(s, row, d->question);
		e = access_refusal(action_rows[d->action].access, row->user_id, row->role);
	}
	if (e)
		request_fail(d->r, e);
	else
		dispatch_spend(s, d);
}

static void dispatch_request(struct session *s, const struct document *document,
			     const struct frame_head *head)
{
	struct request *r = scope_of_session(s);
	struct dispatching *d = arena_take(r->arena, sizeof(*d));
	d->r = r;
	d->action = head->row->action;
	d->input = arena_take(r->arena, head->row->input_size);
	r->cb_id = head->cb_id;
	r->has_cb_id = head->has_cb_id;
	struct decode_problem problem;
	if (!document_decode(document, head->row->input, r->arena, d->input, &problem)) {
		strike(s);
		request_fail_text(r, problem.error, "%s", problem.text);
		return;
	}
	if (head->row->access == ACCESS_ADMINISTRATOR)
		dispatch_confirm(s, d);
	else
		dispatch_spend(s, d);
}

/* Of the socket, and of all that the person has: coming back, or with more sockets, is no way
 * around. */
static bool may_ask(struct session *s, int64_t *retry_after_ms)
{
	const int64_t per_second = s->g->config->rate_requests_per_s;
	const int64_t burst = s->g->config->rate_requests_burst;
	return bucket_take(&s->requests, per_second, burst, retry_after_ms) &&
	       (!s->person || bucket_take(&s->person->requests, per_second * PERSON_SOCKETS_WORTH,
					  burst * PERSON_SOCKETS_WORTH, retry_after_ms));
}

/* What speaks against running it now; ERROR_OK if nothing. */
static enum error dispatch_refusal(struct session *s, const struct frame_head *head,
				   int64_t *retry_after_ms)
{
	const struct config *config = s->g->config;
	*retry_after_ms = 0;
	/* First, so that no kind of refusal can be had without end. */
	if (!may_ask(s, retry_after_ms))
		return ERROR_RATE_LIMITED;
	if (s->state != SESSION_OPEN)
		return ERROR_BUSY;
	if (!head->row)
		return ERROR_UNKNOWN_ACTION;
	enum error e = access_refusal(head->row->access, s->user_id, s->role);
	if (e)
		return e;
	return s->in_flight >= config->requests_per_session_max ? ERROR_BUSY : ERROR_OK;
}

static void dispatch_document(struct session *s, const struct document *document)
{
	struct frame_head head = { .row = action_find(document_text(document, "action")) };
	head.has_cb_id = document_int(document, "cbId", &head.cb_id);
	int64_t retry_after_ms;
	enum error e = dispatch_refusal(s, &head, &retry_after_ms);
	if (e == ERROR_OK) {
		dispatch_request(s, document, &head);
		return;
	}
	if (e == ERROR_UNKNOWN_ACTION)
		strike(s);
	scope_refuse(s, e, retry_after_ms, head.has_cb_id ? &head.cb_id : NULL);
	if (e == ERROR_RATE_LIMITED)
		limited(s);
}

void dispatch_message(struct session *s, struct slice text)
{
	if (s->state == SESSION_CLOSING)
		return;
	liveness_heard(s);
	struct decode_problem problem;
	struct document *document = document_read(text, (size_t)s->g->config->frame_bytes_max,
						  &problem);
	if (!document) {
		strike(s);
		scope_refuse_text(s, problem.error, problem.text);
		return;
	}
	dispatch_document(s, document);
	document_free(document);
}
