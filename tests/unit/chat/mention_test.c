#include "chat/mention.h"

#include <string.h>

#include "base/states.h"
#include "unit/harness.h"

enum { ANN = 7, BO = 9, ROOM = 12 };

static enum error failed;
static char why[200];

static void on_fail(struct request *r, enum error e, const char *text, int64_t retry_after_ms)
{
	(void)r;
	(void)retry_after_ms;
	failed = e;
	strncpy(why, text, sizeof(why) - 1);
}

static const struct request_sink sink = { .fail = on_fail };

struct scene {
	struct request r;
	struct room_state *room;
	struct new_mentions mentions;
};

/* Ann asks; she and bo are in the room, and people from 100 on. */
static struct scene scene(size_t members)
{
	const struct room_row row = { .room_id = ROOM, .group_id = 3, .name = SLICE("dev") };
	struct room_member_row people[50] = { { ROOM, ANN }, { ROOM, BO } };
	for (size_t i = 2; i < members; i++)
		people[i] = (struct room_member_row){ ROOM, 100 + (int64_t)i };
	struct scene s = { .r = { .arena = arena_new(100000), .user_id = ANN, .sink = &sink },
			   .room = room_state_add(&row) };
	room_state_set_members(s.room, people, members);
	failed = ERROR_OK;
	return s;
}

static void scene_end(struct scene *s)
{
	room_state_remove(s->room);
	arena_free(s->r.arena);
}

/* One request after the other. */
static bool reads(struct scene *s, const struct tagged *text)
{
	s->r.sink = &sink;
	failed = ERROR_OK;
	return mentions_read(&s->r, s->room, text, &s->mentions);
}

static bool reads_one(struct scene *s, const char *content, const char *symbol, int64_t value)
{
	const struct id_entry tag = { slice_of(symbol), value };
	return reads(
		s, &(struct tagged){ .content = slice_of(content), .tags = &tag, .tags_count = 1 });
}

TEST(no_tags_are_no_mentions)
{
	struct scene s = scene(2);
	CHECK(reads(&s, &(struct tagged){ .content = SLICE("x") }));
	CHECK(s.mentions.tags.data == NULL && s.mentions.user_count == 0 && !s.mentions.everybody);
	scene_end(&s);
}

TEST(tags_become_one_canonical_object)
{
	struct scene s = scene(4);
	const struct id_entry tags[] = { { SLICE("㔃"), BO },  { SLICE("㔁"), 102 },
					 { SLICE("㔄"), 999 }, { SLICE("㔂"), BO },
					 { SLICE("㘀"), ANN }, { SLICE("㔅"), MENTION_HERE } };
	CHECK(reads(&s, &(struct tagged){
				.content = SLICE("㔁㔂㔃㔄㔅㘀"), .tags = tags, .tags_count = 6 }));
	CHECK_SLICE(s.mentions.tags,
		    "{\"㔁\":102,\"㔂\":9,\"㔃\":9,\"㔄\":999,\"㔅\":-1,\"㘀\":7}");
	CHECK_INT(s.mentions.user_count, 3);
	CHECK_INT(s.mentions.user_ids[0], BO);
	CHECK_INT(s.mentions.user_ids[1], 102);
	CHECK_INT(s.mentions.user_ids[2], 999);
	CHECK(!s.mentions.everybody);
	scene_end(&s);
}

/* The symbol alone would say nothing. */
TEST(who_is_not_in_the_room_is_named)
{
	struct scene s = scene(2);
	CHECK(reads_one(&s, "㔁", "㔁", 999));
	CHECK_SLICE(s.mentions.tags, "{\"㔁\":999}");
	scene_end(&s);
}

TEST(symbols_are_single_ones_of_their_range_that_stand_in_the_text)
{
	struct scene s = scene(2);
	const char *const wrong[] = { "@", "㔀", "㘁", "㔁㔂", "㔂", "", "😀", "\xe3\x94" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		CHECK(!reads_one(&s, "a@b㔀㘁㔁 😀", wrong[i], BO));
		CHECK_INT(failed, ERROR_INVALID);
	}
	CHECK(strstr(why, "tags:"));
	CHECK(reads_one(&s, "㔁", "㔁", BO));
	CHECK(reads_one(&s, "x㘀", "㘀", BO));
	scene_end(&s);
}

TEST(all_are_called_in_small_rooms_or_by_moderators)
{
	for (int64_t value = MENTION_HERE; value <= MENTION_EVERYBODY; value++) {
		struct scene s = scene(EVERYBODY_MEMBERS_MAX);
		CHECK(reads_one(&s, "㔁", "㔁", value));
		CHECK_INT(s.mentions.everybody, value == MENTION_EVERYBODY);
		CHECK_INT(s.mentions.user_count, 0);
		scene_end(&s);
		s = scene(EVERYBODY_MEMBERS_MAX + 1);
		CHECK(!reads_one(&s, "㔁", "㔁", value));
		CHECK_INT(failed, ERROR_FORBIDDEN);
		s.room->creator_id = ANN;
		CHECK(reads_one(&s, "㔁", "㔁", value));
		s.room->creator_id = BO;
		s.r.role = ROLE_ADMINISTRATOR;
		CHECK(reads_one(&s, "㔁", "㔁", value));
		scene_end(&s);
	}
}

TEST(what_the_message_had_may_stay)
{
	struct scene s = scene(EVERYBODY_MEMBERS_MAX + 1);
	const struct id_entry all = { SLICE("㔂"), MENTION_EVERYBODY };
	struct tagged text = { .content = SLICE("㔂"), .tags = &all, .tags_count = 1 };
	text.before = SLICE("{\"㔁\":0}");
	CHECK(reads(&s, &text));
	text.before = SLICE("{\"㔁\":0,\"㔃\":5}");
	CHECK(reads(&s, &text));
	text.before = SLICE("{\"㔁\":-1,\"㔃\":10}");
	CHECK(!reads(&s, &text));
	CHECK_INT(failed, ERROR_FORBIDDEN);
	scene_end(&s);
}
