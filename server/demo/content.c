/* The tables that the .def files make. */
#include "demo/content.h"

#include "base/states.h"

#define M(id) ((uint32_t)1 << (id))
/* Everybody but the guest. */
#define STAFF (M(PEOPLE) - 1 - M(CLARA))

/* As the wire has it. */
enum { MALE = 1, FEMALE = 2 };

const struct demo_person demo_people[PEOPLE] = {
#define PERSON(id, ...) [id] = { __VA_ARGS__ },
#define PORTRAIT(...)
#include "demo/people.def"
#undef PERSON
#undef PORTRAIT
};

const struct demo_portrait demo_portraits[PEOPLE] = {
#define PERSON(...)
#define PORTRAIT(id, ...) [id] = { __VA_ARGS__ },
#include "demo/people.def"
#undef PERSON
#undef PORTRAIT
};

/* ---- rooms ---- */

#define UNREAD(...)
#define DRAFT(...)

const struct demo_group demo_groups[GROUPS] = {
#define GROUP(id, ...) [id] = { __VA_ARGS__ },
#define ROOM(...)
#define PAIR(...)
#include "demo/rooms.def"
#undef GROUP
#undef ROOM
#undef PAIR
};

const struct demo_room demo_rooms[ROOMS] = {
	[EVERYONE] = { "all", GROUPS, PEOPLE, OPEN, STAFF },
#define GROUP(...)
#define ROOM(id, group, name, creator, how, members) \
	[id] = { (name), (group), (creator), (how), (members) },
#define PAIR(id, one, other) [id] = { NULL, GROUPS, (one), CLOSED, M(one) | M(other) },
#include "demo/rooms.def"
#undef GROUP
#undef ROOM
#undef PAIR
};

#undef UNREAD
#undef DRAFT
#define GROUP(...)
#define ROOM(...)
#define PAIR(...)

const struct demo_unread demo_unread[] = {
#define UNREAD(...) { __VA_ARGS__ },
#define DRAFT(...)
#include "demo/rooms.def"
#undef UNREAD
#undef DRAFT
};

const struct demo_draft demo_drafts[] = {
#define UNREAD(...)
#define DRAFT(...) { __VA_ARGS__ },
#include "demo/rooms.def"
};

const size_t demo_unread_count = sizeof(demo_unread) / sizeof(demo_unread[0]);
const size_t demo_draft_count = sizeof(demo_drafts) / sizeof(demo_drafts[0]);

/* ---- talk ---- */

#define SCENE(where, ago, h, m) \
	{ .kind = STEP_SCENE, .room = (where), .days = (ago), .hour = (h), .minute = (m) },
#define SCENE_AGO(where, ago) { .kind = STEP_SCENE, .room = (where), .minutes_ago = (ago) },
#define SAY(person, words) { .kind = STEP_SAY, .who = (person), .text = (words) },
#define NAMED(known_as, person, words) \
	{ .kind = STEP_SAY, .who = (person), .text = (words), .name = (known_as) },
#define REPLY(root, person, words) \
	{ .kind = STEP_SAY, .who = (person), .text = (words), .thread = (root) },
#define QUOTE(message, person, words) \
	{ .kind = STEP_SAY, .who = (person), .text = (words), .about = (message) },
#define REACT(person, emoji) { .kind = STEP_REACT, .who = (person), .text = (emoji) },
#define REACT_TO(message, person, emoji) \
	{ .kind = STEP_REACT, .who = (person), .text = (emoji), .about = (message) },
#define EDITED(words) { .kind = STEP_EDITED, .text = (words) },
#define PIN(person) { .kind = STEP_PIN, .who = (person) },

const struct demo_step demo_steps[] = {
#include "demo/talk.def"
};

const size_t demo_step_count = sizeof(demo_steps) / sizeof(demo_steps[0]);
