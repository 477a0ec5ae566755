/* People, groups, rooms and memberships, a week before the talk begins. */
#include "archive/people.h"
#include "archive/statements.h"
#include "base/states.h"
#include "chat/greeting.h"
#include "chat/membership.h"
#include "demo/filling.h"

static struct slice text_or_none(const char *text)
{
	return text[0] ? slice_of(text) : (struct slice){ NULL, 0 };
}

static int64_t founded_ms(const struct filling *f)
{
	return f->now_ms - FOUNDED_DAYS * DEMO_DAY_MS;
}

/* ---- people ---- */

static struct profile_part part(const char *text)
{
	return (struct profile_part){ true, slice_of(text) };
}

static void person_about(struct write *w, struct arena *arena, int64_t id,
			 const struct demo_person *p)
{
	const struct profile_changes changes = {
		.given_name = part(p->given_name),
		.surname = part(p->surname),
		.city = part(p->city),
		.contacts = part(p->contacts),
		.birthday = part(p->birthday),
	};
	const struct new_status status = { slice_of(p->status_emoji), slice_of(p->status_text), 0 };
	write_profile(w, arena, id, &changes);
	write_status(w, arena, id, &status);
}

static void person_write(struct filling *f, size_t i)
{
	const struct demo_person *p = &demo_people[i];
	struct arena *arena = f->arena;
	struct write *w = filling_write(f);
	const struct account_row account = {
		.user_id = f->people[i],
		.name = slice_of(p->name),
		.display_name = slice_of(p->display_name),
		.email = (struct slice){ NULL, 0 },
		.password_hash = text_or_none(""),
		.sex = p->sex,
		.role = p->role,
		.state = ACCOUNT_ACTIVE,
		.created_ms = founded_ms(f) + (int64_t)i * 1000,
	};
	if (i == 0)
		greeting_add(w, arena, LANGUAGE_EN, f->message_ids[DEMO_MESSAGES], f->people[0]);
	write_account(w, arena, &account);
	person_about(w, arena, account.user_id, p);
	if (demo_member(EVERYONE, (enum demo_person_id)i))
		membership_join(w, arena, ROOM_EVERYONE, account.user_id);
	filling_put(f, w, EVERYONE, account.created_ms);
}

/* ---- rooms ---- */

static int64_t creator_of(const struct filling *f, const struct demo_room *room)
{
	return f->people[room->creator];
}

static int64_t partner_of(const struct filling *f, const struct demo_room *room)
{
	int64_t partner = 0;
	for (size_t i = 0; i < PEOPLE; i++)
		if ((room->members >> i & 1) && i != room->creator)
			partner = f->people[i];
	return partner;
}

static struct room_row row_of(const struct filling *f, size_t i, bool is_main)
{
	const struct demo_room *room = &demo_rooms[i];
	const bool direct = !room->name;
	const int64_t own = creator_of(f, room);
	const int64_t other = direct ? partner_of(f, room) : own;
	return (struct room_row){
		.room_id = f->rooms[i],
		.name = slice_of(room->name),
		.group_id = direct ? 0 : f->groups[room->group],
		.creator_id = own,
		.is_main = is_main,
		.is_open = room->access != CLOSED,
		.is_visible = !direct && room->access != CLOSED,
		.is_read_only = room->access == READ_ONLY,
		.low_id = direct ? (own < other ? own : other) : 0,
		.high_id = direct ? (own < other ? other : own) : 0,
	};
}

static void member_write(struct filling *f, size_t room, size_t who)
{
	struct write *w = filling_write(f);
	const struct new_member member = new_member_of(f->rooms[room], f->people[who]);
	membership_add(w, f->arena, &member, creator_of(f, &demo_rooms[room]));
	filling_put(f, w, (enum demo_room_id)room,
		    founded_ms(f) + (int64_t)(room * 100 + who) * 1000);
}

static void room_write(struct filling *f, size_t i)
{
	const struct demo_room *room = &demo_rooms[i];
	const bool is_main = room->name && demo_rooms[i - 1].group != room->group;
	const struct room_row row = row_of(f, i, is_main);
	struct arena *arena = f->arena;
	struct write *w = filling_write(f);
	if (is_main) {
		const struct new_group group = {
			.group_id = row.group_id,
			.name = slice_of(demo_groups[room->group].name),
			.creator_id = f->people[demo_groups[room->group].creator],
			.groups_max = INT64_MAX,
		};
		write_group(w, arena, &group);
	}
	if (row.low_id)
		write_room_direct(w, arena, &row);
	write_room(w, arena, &row);
	filling_put(f, w, (enum demo_room_id)i, founded_ms(f));
	for (size_t who = 0; who < PEOPLE; who++)
		if (room->members >> who & 1)
			member_write(f, i, who);
}

void world_write(struct filling *f)
{
	for (size_t i = 0; i < PEOPLE; i++)
		person_write(f, i);
	for (size_t i = EVERYONE + 1; i < ROOMS; i++)
		room_write(f, i);
}
