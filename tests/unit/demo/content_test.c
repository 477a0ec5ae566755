/* What the demo says must be possible: people talk where they are, about what was said, in order.
 */
#include "demo/content.h"

#include <string.h>

#include "base/states.h"
#include "base/text.h"
#include "chat/emoji.h"
#include "demo/clock.h"
#include "unit/harness.h"

/* 21 November 2026, 10:00 UTC, and other moments that are different from it. */
static const int64_t moments_ms[] = { 1795255200000, 1795219260000, 1793502000000, 1774744200000 };

struct known {
	const char *name;
	enum demo_room_id room;
	int replies;
};

static struct known known[64];
static size_t known_count;

static struct known *find(const char *name)
{
	for (size_t i = 0; i < known_count; i++)
		if (strcmp(known[i].name, name) == 0)
			return &known[i];
	return NULL;
}

static void check_about(const char *name, enum demo_room_id room)
{
	const struct known *k = name ? find(name) : NULL;
	harness_check(!name || (k && k->room == room), name, __FILE__, __LINE__);
}

static bool may_write(enum demo_room_id room, enum demo_person_id who)
{
	return demo_rooms[room].access != READ_ONLY || demo_rooms[room].creator == who ||
	       demo_people[who].role == ROLE_ADMINISTRATOR;
}

static void check_message(const struct demo_step *step, enum demo_room_id room)
{
	const struct slice text = slice_of(step->text);
	harness_check(demo_member(room, step->who), step->text, __FILE__, __LINE__);
	harness_check(may_write(room, step->who), step->text, __FILE__, __LINE__);
	harness_check(text.size > 0 && text.size < 2000 && text_is_utf8(text), step->text, __FILE__,
		      __LINE__);
	check_about(step->thread, room);
	check_about(step->about, room);
	if (step->thread)
		find(step->thread)->replies++;
	if (!step->name)
		return;
	CHECK(!find(step->name));
	known[known_count++] = (struct known){ .name = step->name, .room = room };
}

TEST(everything_that_is_said_can_be_said)
{
	enum demo_room_id room = EVERYONE;
	size_t messages = 0;
	known_count = 0;
	for (size_t i = 0; i < demo_step_count; i++) {
		const struct demo_step *step = &demo_steps[i];
		if (step->kind == STEP_SCENE)
			room = step->room;
		if (step->kind == STEP_SAY) {
			messages++;
			check_message(step, room);
		}
		if (step->kind == STEP_REACT || step->kind == STEP_PIN)
			CHECK(demo_member(room, step->who));
		if (step->kind == STEP_REACT)
			harness_check(emoji_valid(slice_of(step->text)), step->text, __FILE__,
				      __LINE__);
		if (step->kind == STEP_EDITED)
			CHECK(demo_steps[i - 1].kind == STEP_SAY);
	}
	CHECK_INT(messages, DEMO_MESSAGES);
	CHECK(find("WEEK")->replies >= 10);
}

TEST(each_room_is_told_in_order_and_nothing_lies_in_the_future)
{
	for (size_t m = 0; m < sizeof(moments_ms) / sizeof(moments_ms[0]); m++) {
		int64_t last_ms[ROOMS] = { 0 };
		enum demo_room_id room = EVERYONE;
		int64_t at_ms = 0;
		size_t said = 0;
		for (size_t i = 0; i < demo_step_count; i++) {
			const struct demo_step *step = &demo_steps[i];
			if (step->kind == STEP_SCENE) {
				room = step->room;
				at_ms = demo_scene_ms(moments_ms[m], step);
				CHECK(at_ms > last_ms[room]);
			}
			if (step->kind == STEP_SAY) {
				at_ms += demo_pause_ms(step->text, said++);
				last_ms[room] = at_ms;
			}
			CHECK(at_ms < moments_ms[m]);
		}
	}
}

TEST(rooms_and_people_fit_together)
{
	size_t administrators = 0;
	for (size_t i = 0; i < PEOPLE; i++) {
		const struct demo_person *p = &demo_people[i];
		administrators += p->role == ROLE_ADMINISTRATOR;
		CHECK(p->name && strlen(p->name) <= 16 && strlen(p->birthday) == 10);
		CHECK(!p->status_emoji[0] || emoji_valid(slice_of(p->status_emoji)));
	}
	CHECK_INT(administrators, 1);
	CHECK_INT(GROUPS, 3);
	CHECK_INT(PEOPLE, 8);
	for (size_t i = EVERYONE + 1; i < ROOMS; i++)
		CHECK(demo_member((enum demo_room_id)i, demo_rooms[i].creator));
	for (size_t i = 0; i < demo_unread_count; i++)
		CHECK(demo_member(demo_unread[i].room, demo_unread[i].who));
	for (size_t i = 0; i < demo_draft_count; i++)
		CHECK(demo_member(demo_drafts[i].room, demo_drafts[i].who));
}
