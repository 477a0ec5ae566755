/* Events that change what sessions of this worker get or may do. A table, a row a kind. */
#include "gateway/effects.h"

#include "base/states.h"
#include "gateway/joining.h"
#include "gateway/refresh.h"
#include "gateway/validation.h"
#include "gateway/watcher.h"

/* Calls `step` for every session of a person. */
static void each_session(struct gateway *g, int64_t user_id, int64_t room_id,
			 void (*step)(struct session *s, int64_t room_id))
{
	struct person *person = person_find(g, user_id);
	struct session *next;
	for (struct session *s = person ? person->first : NULL; s; s = next) {
		next = s->next;
		step(s, room_id);
	}
}

static void leave_room(struct session *s, int64_t room_id)
{
	live_leave(s->g, room_id, s);
}

static void member_left(struct live *l, int64_t user_id)
{
	each_session(l->g, user_id, l->id, leave_room);
	watcher_member_left(l, user_id);
}

/* The private stream says so too, but it may have been ahead of this one: of somebody who was taken
 * out and put in again at once, the sessions came back before they left. */
static void member_joined(struct live *l, int64_t user_id)
{
	each_session(l->g, user_id, l->id, joining_room);
}

static void room_changed(struct live *l, int64_t subject_id)
{
	(void)subject_id;
	refresh_room(l);
}

static void room_deleted(struct live *l, int64_t subject_id)
{
	(void)subject_id;
	for (size_t i = 0; l->room && i < l->room->member_count; i++)
		each_session(l->g, l->room->members[i], l->id, leave_room);
	live_room_gone(l);
}

static void room_removed(struct live *l, int64_t room_id)
{
	each_session(l->g, -l->id, room_id, leave_room);
}

static void room_added(struct live *l, int64_t room_id)
{
	each_session(l->g, -l->id, room_id, joining_room);
}

static void sessions_changed(struct live *l, int64_t subject_id)
{
	(void)subject_id;
	validation_person(l->g, -l->id);
}

typedef void effect(struct live *l, int64_t subject_id);

static effect *const before[] = {
	[CHANGE_MEMBER_LEFT] = member_left,
	[CHANGE_MEMBER_SUSPENDED] = member_left,
	[CHANGE_ROOM_CHANGED] = room_changed,
	[CHANGE_GROUP_CHANGED] = room_changed,
};

static effect *const after[] = {
	[CHANGE_MEMBER_JOINED] = member_joined,      [CHANGE_MEMBER_RESUMED] = member_joined,
	[CHANGE_ROOM_DELETED] = room_deleted,        [CHANGE_ROOM_ADDED] = room_added,
	[CHANGE_ROOM_REMOVED] = room_removed,        [CHANGE_SESSION_REVOKED] = sessions_changed,
	[CHANGE_ACCOUNT_CHANGED] = sessions_changed, [CHANGE_SETTINGS_CHANGED] = sessions_changed,
};

void effects_before(struct live *l, int kind, int64_t subject_id)
{
	if (kind >= 0 && (size_t)kind < sizeof(before) / sizeof(before[0]) && before[kind])
		before[kind](l, subject_id);
}

void effects_after(struct live *l, int kind, int64_t subject_id)
{
	if (kind >= 0 && (size_t)kind < sizeof(after) / sizeof(after[0]) && after[kind])
		after[kind](l, subject_id);
}

void effects_resynced(struct live *l)
{
	if (l->id > 0)
		return;
	joining_person(l->g, -l->id);
	validation_person(l->g, -l->id);
}
