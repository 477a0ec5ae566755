/* Deleting a group: its rooms first, the main room and the group in one write at last. A room made
 * meanwhile makes that fail, and it begins again. */
#include "archive/room_statements.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "chat/moderation.h"
#include "chat/sweep.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

/* Each room is a change and three statements. */
enum { ROOMS_PER_WRITE = 12, ROOM_IDS_MAX = 10000, ATTEMPTS_MAX = 10 };

struct deleting {
	struct request *r;
	int64_t group_id;
	int64_t main_id;
	int64_t *room_ids; /* the main room first */
	size_t room_count;
	struct sweep sweep;
	int attempts;
	struct write write;
};

static void group_delete_seen(void *owner, enum error e, void *rows, size_t count);
static void group_delete_rooms(struct deleting *d);
static void group_delete_swept(void *owner, enum error e);
static void group_delete_stored(void *owner, enum error e, struct write *w);

void group_delete(struct request *r, const struct group_delete_input *in)
{
	if (in->group_id == GROUP_EVERYONE) {
		request_fail_text(r, ERROR_FORBIDDEN, "This group belongs to the server.");
		return;
	}
	struct deleting *d = arena_take(r->arena, sizeof(*d));
	d->r = r;
	d->group_id = in->group_id;
	struct read read = { r->arena, group_delete_seen, d };
	groups_seen(chat()->archive, read, in->group_id, r->user_id);
}

static void group_delete_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct deleting *d = owner;
	const struct room_sight_row *sight = rows;
	if (e || count == 0) {
		request_fail(d->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	if (!group_row_moderator(&sight->room, d->r->user_id, sight->role)) {
		request_fail(d->r, sight->is_member ? ERROR_FORBIDDEN : ERROR_NOT_MEMBER);
		return;
	}
	d->main_id = sight->main_id;
	d->room_ids = arena_take(d->r->arena, ROOM_IDS_MAX * sizeof(*d->room_ids));
	d->room_ids[d->room_count++] = sight->main_id;
	group_delete_rooms(d);
}

static void rooms_ask(const struct sweep *s, struct read read)
{
	places_of_sub_rooms(chat()->archive, read, s->group_id);
}

static void rooms_add(const struct sweep *s, struct write *w, struct arena *arena,
		      const struct place_row *place)
{
	struct deleting *d = s->owner;
	change_add(w, place->room_id, CHANGE_ROOM_DELETED, s->actor_id, place->room_id);
	write_room_disable(w, arena, place->room_id);
	if (d->room_count < ROOM_IDS_MAX)
		d->room_ids[d->room_count++] = place->room_id;
}

static void group_delete_rooms(struct deleting *d)
{
	d->sweep = (struct sweep){
		.ask = rooms_ask,
		.add = rooms_add,
		.per_write = ROOMS_PER_WRITE,
		.done = group_delete_swept,
		.owner = d,
		.actor_id = d->r->user_id,
		.group_id = d->group_id,
	};
	sweep_run(&d->sweep);
}

static void group_delete_swept(void *owner, enum error e)
{
	struct deleting *d = owner;
	if (e) {
		request_fail(d->r, e);
		return;
	}
	d->write = (struct write){ .done = group_delete_stored, .owner = d };
	write_group_disable(&d->write, d->r->arena, d->group_id);
	change_add(&d->write, d->main_id, CHANGE_ROOM_DELETED, d->r->user_id, d->main_id);
	write_room_disable(&d->write, d->r->arena, d->main_id);
	archive_write(chat()->archive, &d->write);
}

static void group_delete_stored(void *owner, enum error e, struct write *w)
{
	struct deleting *d = owner;
	if (e == ERROR_CONFLICT && ++d->attempts < ATTEMPTS_MAX) {
		group_delete_rooms(d);
		return;
	}
	if (e) {
		request_fail(d->r, e);
		return;
	}
	change_announce(w);
	struct group_delete_reply reply = {
		.group_id = d->group_id,
		.room_ids = d->room_ids,
		.room_ids_count = d->room_count,
	};
	group_delete_answer(d->r, &reply);
}
