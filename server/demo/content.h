#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The people, rooms and talk of the demo, as the .def files beside this have them. */

enum demo_person_id {
#define PERSON(id, ...) id,
#define PORTRAIT(...)
#include "demo/people.def"
#undef PERSON
#undef PORTRAIT
	PEOPLE,
};

enum demo_group_id {
#define GROUP(id, ...) id,
#define ROOM(...)
#define PAIR(...)
#define UNREAD(...)
#define DRAFT(...)
#include "demo/rooms.def"
#undef GROUP
#undef ROOM
#undef PAIR
	GROUPS,
};

enum demo_room_id {
	EVERYONE, /* room 1 */
#define GROUP(...)
#define ROOM(id, ...) id,
#define PAIR(id, ...) id,
#include "demo/rooms.def"
#undef GROUP
#undef ROOM
#undef PAIR
#undef UNREAD
#undef DRAFT
	ROOMS,
};

enum demo_hair {
	HAIR_LONG,
	HAIR_SHORT,
	HAIR_BOB,
	HAIR_BEARD,
	HAIR_SCARF,
	HAIR_CURLY,
	HAIR_BUN,
};

/* Colours are 0xRRGGBB. */
struct demo_portrait {
	uint32_t background;
	uint32_t skin;
	uint32_t hair;
	uint32_t shirt;
	enum demo_hair style;
	bool glasses;
};

struct demo_person {
	const char *name;
	const char *display_name;
	int role;
	int sex;
	const char *given_name;
	const char *surname;
	const char *city;
	const char *contacts;
	const char *birthday;
	const char *status_emoji; /* "": none */
	const char *status_text;
};

struct demo_group {
	const char *name;
	enum demo_person_id creator;
};

enum demo_access {
	OPEN,
	CLOSED,
	READ_ONLY, /* open, and only moderators write */
};

struct demo_room {
	const char *name;         /* NULL: a direct room */
	enum demo_group_id group; /* GROUPS: none */
	enum demo_person_id creator;
	enum demo_access access;
	uint32_t members; /* a bit for each person */
};

enum demo_step_kind {
	STEP_SCENE,
	STEP_SAY,
	STEP_REACT,
	STEP_EDITED,
	STEP_PIN,
};

struct demo_step {
	enum demo_step_kind kind;
	enum demo_room_id room; /* of a scene */
	enum demo_person_id who;
	const char *text;   /* of a message; the earlier one of an edit; the emoji of a reaction */
	const char *name;   /* by which later steps know this message */
	const char *thread; /* name of the root of a reply */
	const char *about;  /* name of the quoted message, or the one reacted to; NULL: none, or
			       the message before */
	/* Of a scene: so many days ago at that time of day, or so many minutes ago if that is > 0.
	 */
	int days;
	int hour;
	int minute;
	int minutes_ago;
};

struct demo_unread {
	enum demo_person_id who;
	enum demo_room_id room;
	int count;
};

struct demo_draft {
	enum demo_person_id who;
	enum demo_room_id room;
	const char *text;
};

enum { DEMO_MESSAGES = 400 };

extern const struct demo_person demo_people[PEOPLE];
extern const struct demo_portrait demo_portraits[PEOPLE];
extern const struct demo_group demo_groups[GROUPS];
extern const struct demo_room demo_rooms[ROOMS];
extern const struct demo_step demo_steps[];
extern const size_t demo_step_count;
extern const struct demo_unread demo_unread[];
extern const size_t demo_unread_count;
extern const struct demo_draft demo_drafts[];
extern const size_t demo_draft_count;

static inline bool demo_member(enum demo_room_id room, enum demo_person_id who)
{
	return (demo_rooms[room].members >> who & 1) != 0;
}
