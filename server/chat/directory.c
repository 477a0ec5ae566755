/* Finding people: by name, for pickers. The order is that of the ids, so that a page goes on where
 * the one before ended, whatever happens between. */
#include "archive/people.h"
#include "base/states.h"
#include "chat/account_view.h"
#include "chat/chat.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

enum { PAGE = 50 };

struct searching {
	struct request *r;
	struct people_search search;
};

static void search_group_found(void *owner, enum error e, void *rows, size_t count);
static void search_start(struct searching *s);
static void search_read(void *owner, enum error e, void *rows, size_t count);

/* "%text%" with what LIKE takes for more than itself escaped. */
static struct slice pattern_of(struct arena *arena, struct slice text)
{
	struct buffer pattern = { 0 };
	buffer_append_byte(&pattern, '%');
	for (size_t i = 0; i < text.size; i++) {
		if (strchr("!%_", text.data[i]))
			buffer_append_byte(&pattern, '!');
		buffer_append_byte(&pattern, text.data[i]);
	}
	buffer_append_byte(&pattern, '%');
	struct slice kept = arena_copy(arena, buffer_slice(&pattern));
	buffer_clear(&pattern);
	return kept;
}

void account_search(struct request *r, const struct account_search_input *in)
{
	if (in->has_room_id && !member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct searching *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	s->search = (struct people_search){
		.viewer_id = r->user_id,
		.after = in->has_after ? in->after : 0,
		.pattern = in->has_search ? pattern_of(r->arena, in->search) : SLICE(""),
		.not_in_room = in->has_room_id ? in->room_id : 0,
		.limit = PAGE + 1,
	};
	if (!in->has_group_id) {
		search_start(s);
		return;
	}
	struct read read = { r->arena, search_group_found, s };
	groups_main_room(chat()->archive, read, in->group_id, r->user_id);
}

static void search_group_found(void *owner, enum error e, void *rows, size_t count)
{
	struct searching *s = owner;
	if (e || count == 0) {
		request_fail(s->r, e ? e : ERROR_NOT_MEMBER);
		return;
	}
	s->search.in_room = ((const struct main_room_row *)rows)->room_id;
	search_start(s);
}

static void search_start(struct searching *s)
{
	struct read read = { s->r->arena, search_read, s };
	accounts_found(chat()->archive, read, &s->search);
}

static void search_read(void *owner, enum error e, void *rows, size_t count)
{
	struct searching *s = owner;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	const struct account_row *accounts = rows;
	size_t shown = count > PAGE ? PAGE : count;
	struct user_view *views = arena_take(s->r->arena, (shown + 1) * sizeof(*views));
	for (size_t i = 0; i < shown; i++)
		views[i] = user_view_of(&accounts[i]);
	struct account_search_reply reply = { .users = views,
					      .users_count = shown,
					      .more = count > PAGE };
	account_search_answer(s->r, &reply);
}
