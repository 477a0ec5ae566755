/* How the people of the demo left their rooms. */
#include "archive/drafts.h"
#include "archive/last_seen.h"
#include "archive/positions.h"
#include "base/states.h"
#include "demo/filling.h"

/* How many of the room's last messages the person has not read. */
static int unread_of(enum demo_room_id room, size_t who)
{
	for (size_t i = 0; i < demo_unread_count; i++)
		if (demo_unread[i].room == room && demo_unread[i].who == who)
			return demo_unread[i].count;
	return 0;
}

static void position_write(struct filling *f, enum demo_room_id room, size_t who)
{
	const struct place *place = &f->places[room];
	const int64_t number = place->messages - unread_of(room, who);
	const int64_t seq = number == place->messages ? place->seq : place->seqs[number];
	struct write *w = filling_write(f);
	const struct new_read_position position = { f->rooms[room], f->people[who], seq, number };
	write_position_forward(w, f->arena, &position);
	filling_put(f, w, room, f->now_ms);
}

static void draft_write(struct filling *f, const struct demo_draft *begun)
{
	const int64_t user_id = f->people[begun->who];
	const int64_t room_id = f->rooms[begun->room];
	struct write *w = filling_write(f);
	const struct draft draft = {
		.user_id = user_id,
		.room_id = room_id,
		.content = slice_of(begun->text),
		.at_ms = f->now_ms,
	};
	write_change(w, -user_id, CHANGE_DRAFT_CHANGED, 0, room_id);
	write_draft(w, f->arena, &draft);
	filling_put(f, w, begun->room, f->now_ms);
}

/* The later in the list, the longer ago. */
static void seen_write(struct filling *f, size_t who)
{
	enum { MINUTE_MS = 60 * 1000, APART = 11 };
	struct write *w = filling_write(f);
	write_last_seen(w, f->arena, &f->people[who], 1,
			f->now_ms - (int64_t)(who * APART + 1) * MINUTE_MS);
	filling_put(f, w, EVERYONE, f->now_ms);
}

void traces_write(struct filling *f)
{
	for (size_t room = 0; room < ROOMS; room++)
		for (size_t who = 0; who < PEOPLE; who++)
			if (demo_member((enum demo_room_id)room, (enum demo_person_id)who))
				position_write(f, (enum demo_room_id)room, who);
	for (size_t i = 0; i < demo_draft_count; i++)
		draft_write(f, &demo_drafts[i]);
	for (size_t who = 0; who < PEOPLE; who++)
		seen_write(f, who);
}
