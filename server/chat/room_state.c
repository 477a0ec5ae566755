/* The rooms that this worker serves and who is in them. Members are a sorted array: looked up by
 * bisection, shown as they are. */
#include "chat/room_state.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/states.h"
#include "base/table.h"
#include "chat/chat.h"

static struct table *rooms;

static char *name_copy(struct slice name)
{
	if (!name.data)
		return NULL;
	char *copy = memory_take(name.size + 1);
	memcpy(copy, name.data, name.size);
	copy[name.size] = '\0';
	return copy;
}

struct room_state *room_state_find(int64_t room_id)
{
	return rooms ? table_get(rooms, room_id) : NULL;
}

struct room_state *room_state_add(const struct room_row *row)
{
	if (!rooms)
		rooms = table_new();
	struct room_state *state = memory_zero(1, sizeof(*state));
	state->room_id = row->room_id;
	void *before = table_put(rooms, row->room_id, state);
	ASSERT(!before);
	room_state_update(state, row);
	return state;
}

static void take_group(struct room_state *state, const struct room_row *row)
{
	memory_free(state->group_name);
	state->group_name = name_copy(row->group_name);
	state->group_creator_id = row->group_creator_id;
}

static void tell_group(const struct room_row *main_room)
{
	size_t position = 0;
	struct room_state *state;
	while ((state = table_next(rooms, &position, NULL))) {
		if (state->group_id == main_room->group_id)
			take_group(state, main_room);
	}
}

static void take_pair(struct room_state *state, const struct room_row *row)
{
	state->pair_count = 0;
	if (row->low_id)
		state->pair[state->pair_count++] = row->low_id;
	if (row->high_id != row->low_id)
		state->pair[state->pair_count++] = row->high_id;
}

void room_state_update(struct room_state *state, const struct room_row *row)
{
	memory_free(state->name);
	state->name = name_copy(row->name);
	state->group_id = row->group_id;
	take_group(state, row);
	take_pair(state, row);
	state->creator_id = row->creator_id;
	state->is_main = row->is_main;
	state->is_open = row->is_open;
	state->is_visible = row->is_visible;
	state->is_read_only = row->is_read_only;
	state->p2p = row->p2p;
	if (row->is_main)
		tell_group(row);
}

static int compare_ids(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

void room_state_set_members(struct room_state *state, const struct room_member_row *members,
			    size_t count)
{
	state->members = memory_grow(state->members, (count + 1) * sizeof(int64_t));
	state->member_capacity = count + 1;
	state->member_count = count;
	for (size_t i = 0; i < count; i++)
		state->members[i] = members[i].user_id;
	qsort(state->members, count, sizeof(int64_t), compare_ids);
}

void room_state_remove(struct room_state *state)
{
	table_remove(rooms, state->room_id);
	memory_free(state->name);
	memory_free(state->group_name);
	memory_free(state->members);
	memory_free(state);
	if (table_size(rooms) > 0)
		return;
	table_free(rooms);
	rooms = NULL;
}

/* The place of `user_id`, or where it would stand. */
static size_t member_place(const struct room_state *state, int64_t user_id)
{
	size_t low = 0;
	size_t high = state->member_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (state->members[middle] < user_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool member_at(const struct room_state *state, size_t place, int64_t user_id)
{
	return place < state->member_count && state->members[place] == user_id;
}

static void member_add(struct room_state *state, int64_t user_id)
{
	size_t place = member_place(state, user_id);
	if (member_at(state, place, user_id))
		return;
	if (state->member_count == state->member_capacity) {
		state->member_capacity = state->member_capacity * 2 + 8;
		state->members = memory_grow(state->members,
					     state->member_capacity * sizeof(int64_t));
	}
	int64_t *at = state->members + place;
	memmove(at + 1, at, (state->member_count - place) * sizeof(int64_t));
	*at = user_id;
	state->member_count++;
}

static void member_remove(struct room_state *state, int64_t user_id)
{
	size_t place = member_place(state, user_id);
	if (!member_at(state, place, user_id))
		return;
	int64_t *at = state->members + place;
	state->member_count--;
	memmove(at, at + 1, (state->member_count - place) * sizeof(int64_t));
}

void room_state_apply(struct room_state *state, int kind, int64_t subject_id)
{
	if (kind == CHANGE_MEMBER_JOINED || kind == CHANGE_MEMBER_RESUMED)
		member_add(state, subject_id);
	else if (kind == CHANGE_MEMBER_LEFT || kind == CHANGE_MEMBER_SUSPENDED)
		member_remove(state, subject_id);
}

bool member_in_room(int64_t room_id, int64_t user_id)
{
	const struct room_state *state = room_state_find(room_id);
	return state && member_at(state, member_place(state, user_id), user_id);
}

bool room_state_fresh(const struct room_state *state)
{
	return clock_monotonic_ms() - state->verified_ms < 2 * chat()->config->head_check_ms;
}
