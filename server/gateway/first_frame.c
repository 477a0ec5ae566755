/* The first frame of a socket: oneself, one's rooms with where each goes on. People besides oneself
 * are asked for by need. */
#include "gateway/first_frame.h"

#include "base/clock.h"
#include "base/states.h"
#include "chat/change.h"
#include "protocol/encode.gen.h"
#include "version.h"

/* Rooms of more members show only the receiver in `users`, and so do all that come after a first
 * frame has shown ALL_SHOWN_MAX: it must fit into the socket's queue. */
enum { USERS_SHOWN_MAX = 500, ALL_SHOWN_MAX = 20000 };

/* `room_for`: how many more may be shown. */
static struct room_view room_view_of(const struct live *l, const struct member_row *member,
				     size_t *room_for)
{
	const struct room_state *room = l->room;
	const int64_t *people = room->pair_count ? room->pair : room->members;
	size_t people_count = room->pair_count ? room->pair_count : room->member_count;
	bool all = people_count <= USERS_SHOWN_MAX && people_count <= *room_for;
	int64_t unread = room->messages - member->read_number;
	*room_for -= all ? people_count : 0;
	return (struct room_view){
		.room_id = room->room_id,
		.has_name = room->name != NULL,
		.name = slice_of(room->name),
		.has_group_id = room->group_id != 0,
		.group_id = room->group_id,
		.has_creator_id = room->creator_id != 0,
		.creator_id = room->creator_id,
		.is_main = room->is_main,
		.is_open = room->is_open,
		.is_visible = room->is_visible,
		.is_read_only = room->is_read_only,
		.notifications = member->notify != NOTIFY_NOTHING,
		.notify = member->notify,
		.mentions = member->mentions,
		.hidden = member->hidden_number >= room->messages,
		.p2p = room->p2p,
		.volume = member->volume,
		.users = all ? people : &member->user_id,
		.users_count = all ? people_count : 1,
		.member_count = (int64_t)people_count,
		.seq = l->seq,
		.epoch = l->epoch,
		.unread = unread > 0 ? unread : 0,
		.read_seq = member->read_seq,
	};
}

static struct group_view group_view_of(const struct room_state *room)
{
	return (struct group_view){
		.group_id = room->group_id,
		.name = slice_of(room->group_name),
		.has_creator_id = room->group_creator_id != 0,
		.creator_id = room->group_creator_id,
	};
}

static bool group_listed(const struct group_view *groups, size_t count, int64_t group_id)
{
	for (size_t i = 0; i < count; i++) {
		if (groups[i].group_id == group_id)
			return true;
	}
	return false;
}

/* Each group of the rooms once; returns how many. */
static size_t groups_of(const struct first_frame *f, struct group_view *groups)
{
	size_t count = 0;
	for (size_t i = 0; i < f->room_count; i++) {
		const struct room_state *room = f->rooms[i]->room;
		if (room->group_id && !group_listed(groups, count, room->group_id))
			groups[count++] = group_view_of(room);
	}
	return count;
}

void first_frame_send(const struct first_frame *f, struct arena *arena)
{
	const struct config *config = f->session->g->config;
	struct user_view self = {
		.user_id = f->account->user_id,
		.name = f->account->name,
		.display_name = f->account->display_name,
		.sex = f->account->sex,
		.has_image = f->account->image.data != NULL,
		.image = f->account->image,
		.role = f->account->role,
		.has_status_emoji = f->account->status_emoji.data != NULL,
		.status_emoji = f->account->status_emoji,
		.has_status_text = f->account->status_text.data != NULL,
		.status_text = f->account->status_text,
	};
	struct settings_view settings = settings_view_of(&f->account->settings);
	struct room_view *rooms = arena_take(arena, (f->room_count + 1) * sizeof(*rooms));
	struct group_view *groups = arena_take(arena, (f->room_count + 1) * sizeof(*groups));
	size_t room_for = ALL_SHOWN_MAX;
	for (size_t i = 0; i < f->room_count; i++)
		rooms[i] = room_view_of(f->rooms[i], &f->members[i], &room_for);
	struct session_opened_event event = {
		.socket_id = slice_of(f->session->socket_id),
		.time_ms = clock_wall_ms(),
		.user_id = f->account->user_id,
		.seq = f->own->seq,
		.epoch = f->own->epoch,
		.server_name = slice_of(config->server_name),
		.version = SLICE(CONFAB_VERSION),
		.ping_interval_ms = config->ping_interval_ms,
		.users = &self,
		.users_count = 1,
		.rooms = rooms,
		.rooms_count = f->room_count,
		.groups = groups,
		.groups_count = groups_of(f, groups),
		.settings = &settings,
	};
	struct buffer json = { 0 };
	session_opened_encode(&json, &event);
	session_send(f->session, buffer_slice(&json));
	buffer_clear(&json);
}

void first_frame_room(struct session *s, struct live *l, const struct member_row *member)
{
	size_t room_for = USERS_SHOWN_MAX;
	struct room_view room = room_view_of(l, member, &room_for);
	struct group_view group = group_view_of(l->room);
	struct room_live_event event = { .room = &room,
					 .group = l->room->group_id ? &group : NULL };
	struct buffer json = { 0 };
	room_live_encode(&json, &event);
	session_send(s, buffer_slice(&json));
	buffer_clear(&json);
}
