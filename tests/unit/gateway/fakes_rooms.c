/* The archive, as far as rooms and memberships need it. */
#include "archive/members.h"
#include "base/states.h"
#include "unit/gateway/fakes.h"

static void answer_nothing(struct read read)
{
	fake_answer(read, NULL, 0, 0);
}

void rooms_listed(struct archive *a, struct read read, const struct room_listing *listing)
{
	(void)a;
	(void)listing;
	answer_nothing(read);
}

void rooms_joinable(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	(void)a;
	(void)user_id;
	const struct room_row row = { .room_id = room_id };
	fake_answer(read, &row, archive_fake.joinable, sizeof(row));
}

void rooms_seen(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	(void)a;
	(void)room_id;
	(void)user_id;
	answer_nothing(read);
}

void groups_seen(struct archive *a, struct read read, int64_t group_id, int64_t user_id)
{
	rooms_seen(a, read, group_id, user_id);
}

void rooms_mains(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	(void)a;
	(void)ids;
	(void)count;
	answer_nothing(read);
}

void rooms_direct(struct archive *a, struct read read, int64_t user_id, int64_t other_id)
{
	rooms_seen(a, read, user_id, other_id);
}

static size_t memberships_of(int64_t user_id, int64_t room_id, struct member_row rows[16])
{
	size_t count = 0;
	for (size_t i = 0; i < archive_fake.membership_count; i++) {
		const struct member_row *m = &archive_fake.memberships[i];
		if (m->user_id == user_id && (!room_id || m->room_id == room_id))
			rows[count++] = *m;
	}
	return count;
}

__attribute__((weak)) void members_of_user(struct archive *a, struct read read, int64_t user_id)
{
	(void)a;
	struct member_row rows[16];
	size_t count = memberships_of(user_id, 0, rows);
	fake_answer(read, rows, count, sizeof(rows[0]));
}

void members_one(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	(void)a;
	struct member_row rows[16];
	size_t count = memberships_of(user_id, room_id, rows);
	fake_answer(read, rows, count, sizeof(rows[0]));
}

void members_present(struct archive *a, struct read read, int64_t user_id, const int64_t *ids,
		     size_t count)
{
	(void)a;
	struct room_member_row rows[16];
	size_t present = 0;
	for (size_t i = 0; i < count && i < 16; i++) {
		for (size_t k = 0; k < archive_fake.member_count; k++) {
			if (archive_fake.members[k].room_id == ids[i] &&
			    archive_fake.members[k].user_id == user_id)
				rows[present++] = archive_fake.members[k];
		}
	}
	fake_answer(read, rows, present, sizeof(rows[0]));
}

void members_candidates(struct archive *a, struct read read, const struct candidacy *candidacy)
{
	(void)a;
	(void)candidacy;
	answer_nothing(read);
}

void members_page(struct archive *a, struct read read, const struct member_listing *listing)
{
	(void)a;
	(void)listing;
	answer_nothing(read);
}

void members_count(struct archive *a, struct read read, int64_t room_id)
{
	(void)a;
	(void)room_id;
	answer_nothing(read);
}

void places_of_group(struct archive *a, struct read read, int64_t group_id, int64_t user_id)
{
	(void)a;
	(void)group_id;
	(void)user_id;
	answer_nothing(read);
}

void places_open(struct archive *a, struct read read, int64_t user_id)
{
	places_of_group(a, read, 0, user_id);
}

/* Weak: the test of disabling has its own. */
__attribute__((weak)) void places_suspended(struct archive *a, struct read read, int64_t user_id,
					    bool suspended)
{
	(void)suspended;
	places_of_group(a, read, 0, user_id);
}

__attribute__((weak)) void places_unsettled(struct archive *a, struct read read, int64_t user_id,
					    bool suspended)
{
	places_suspended(a, read, user_id, suspended);
}

void places_stray(struct archive *a, struct read read, int64_t room_id)
{
	places_of_group(a, read, room_id, 0);
}

void places_of_sub_rooms(struct archive *a, struct read read, int64_t group_id)
{
	places_of_group(a, read, group_id, 0);
}
