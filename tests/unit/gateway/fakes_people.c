#include "archive/drafts.h"
#include "archive/greeting.h"
#include "archive/people.h"
#include "archive/positions.h"
#include "unit/gateway/fakes.h"

/* What is read of people, as an archive that knows nobody would answer. */

void accounts_found(struct archive *a, struct read read, const struct people_search *search)
{
	(void)a;
	(void)search;
	fake_answer(read, NULL, 0, sizeof(struct account_row));
}

void statuses_ended(struct archive *a, struct read read, const struct ended_status_row *after)
{
	(void)a;
	(void)after;
	fake_answer(read, NULL, 0, sizeof(struct ended_status_row));
}

void groups_main_room(struct archive *a, struct read read, int64_t group_id, int64_t user_id)
{
	(void)a;
	(void)group_id;
	(void)user_id;
	fake_answer(read, NULL, 0, sizeof(struct main_room_row));
}

void profiles_by_id(struct archive *a, struct read read, int64_t viewer_id, int64_t user_id)
{
	(void)a;
	(void)viewer_id;
	(void)user_id;
	fake_answer(read, NULL, 0, sizeof(struct profile_row));
}

void positions_of(struct archive *a, struct read read, const struct read_position *position)
{
	(void)a;
	const struct read_position_row row = { .number = position->seq, .show_read = true };
	fake_answer(read, &row, 1, sizeof(row));
}

void positions_of_others(struct archive *a, struct read read, int64_t room_id, int64_t viewer_id,
			 int64_t after)
{
	(void)a;
	(void)room_id;
	(void)viewer_id;
	(void)after;
	fake_answer(read, NULL, 0, sizeof(struct reader_row));
}

void drafts_place(struct archive *a, struct read read, const struct draft *place)
{
	(void)a;
	(void)place;
	fake_answer(read, &(struct draft_place_row){ 0 }, 1, sizeof(struct draft_place_row));
}

void drafts_of(struct archive *a, struct read read, int64_t user_id)
{
	(void)a;
	(void)user_id;
	fake_answer(read, NULL, 0, sizeof(struct draft));
}

void greeter_of(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	(void)a;
	(void)room_id;
	(void)user_id;
	fake_answer(read, &(struct greeter_row){ 0 }, 1, sizeof(struct greeter_row));
}
