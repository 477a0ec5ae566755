#include "bus/presence_note.h"

#include <stdio.h>
#include <string.h>

#include "unit/harness.h"

static const struct presence_entry people[] = {
	{ 7, 0, PRESENCE_ONLINE },
	{ 9007199254740991, 1790000000000, PRESENCE_NONE },
	{ 8, 0, PRESENCE_AWAY | PRESENCE_HIDDEN },
};

static const struct presence_note changes = {
	PRESENCE_NOTE_CHANGES, { "0-17-host-abc", 13 }, 42, 3, { NULL, 0 }
};

TEST(a_note_comes_back_as_it_was_written)
{
	struct buffer bytes = { 0 };
	struct presence_note n;

	presence_note_write(&bytes, &changes, people);
	CHECK(presence_note_read(buffer_slice(&bytes), &n));
	CHECK_INT(n.kind, PRESENCE_NOTE_CHANGES);
	CHECK_SLICE(n.name, "0-17-host-abc");
	CHECK_INT(n.seq, 42);
	CHECK_INT(n.count, 3);
	for (size_t i = 0; i < n.count; i++) {
		struct presence_entry entry = presence_note_entry(&n, i);
		CHECK_INT(entry.user_id, people[i].user_id);
		CHECK_INT(entry.seen_ms, people[i].seen_ms);
		CHECK_INT(entry.state, people[i].state);
	}
	buffer_clear(&bytes);
}

TEST(the_largest_note_is_read)
{
	struct presence_entry entries[PRESENCE_ENTRIES_MAX];
	char name[PRESENCE_NAME_MAX];
	struct presence_note n = { .name = { name, sizeof name }, .count = PRESENCE_ENTRIES_MAX };
	struct buffer bytes = { 0 };

	memset(name, 'n', sizeof name);
	for (int i = 0; i < PRESENCE_ENTRIES_MAX; i++)
		entries[i] = (struct presence_entry){ i + 1, 0, PRESENCE_AWAY };
	presence_note_write(&bytes, &n, entries);
	CHECK(presence_note_read(buffer_slice(&bytes), &n));
	CHECK_INT(presence_note_entry(&n, PRESENCE_ENTRIES_MAX - 1).user_id, PRESENCE_ENTRIES_MAX);
	buffer_clear(&bytes);
}

/* Every beginning of a note, and a note with something behind it. */
TEST(what_is_cut_or_too_long_is_refused)
{
	struct buffer bytes = { 0 };
	struct presence_note n;

	presence_note_write(&bytes, &changes, people);
	for (size_t size = 0; size < bytes.size; size++)
		CHECK(!presence_note_read((struct slice){ bytes.data, size }, &n));
	buffer_append_byte(&bytes, 0);
	CHECK(!presence_note_read(buffer_slice(&bytes), &n));
	buffer_clear(&bytes);
}

static bool read_with(size_t at, char byte)
{
	struct buffer bytes = { 0 };
	struct presence_note n;
	bool read;

	presence_note_write(&bytes, &changes, people);
	bytes.data[at] = byte;
	read = presence_note_read(buffer_slice(&bytes), &n);
	buffer_clear(&bytes);
	return read;
}

TEST(other_versions_kinds_and_impossible_people_are_refused)
{
	enum { FIRST_ENTRY = 12 + 13, STATE = FIRST_ENTRY + 16 };

	CHECK(read_with(0, 1));
	CHECK(!read_with(0, 2));
	CHECK(!read_with(1, PRESENCE_NOTE_GONE + 1));
	CHECK(!read_with(2, 0));
	CHECK(!read_with(3, 2));
	CHECK(!read_with(FIRST_ENTRY, 0));         /* nobody */
	CHECK(!read_with(FIRST_ENTRY + 7, 0x7f));  /* an id beyond 2^53 */
	CHECK(!read_with(STATE, PRESENCE_HIDDEN)); /* hides, but is not there */
	CHECK(!read_with(STATE, 3));               /* online and away */
	CHECK(read_with(STATE, PRESENCE_ONLINE | PRESENCE_HIDDEN));
}
