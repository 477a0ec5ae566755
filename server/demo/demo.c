/* Filling the archive: numbers for everything → all writes at once, in order → the pictures → the
 * answer. As nobody else writes, each stream's numbers are known before they are given, so that
 * nothing has to wait for anything: `places` counts them, and each write is checked against it. */
#include "demo/demo.h"

#include "archive/accounts.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/states.h"
#include "chat/chat.h"
#include "chat/errand.h"
#include "chat/membership.h"
#include "demo/filling.h"
#include "demo/portrait.h"
#include "protocol/handlers.gen.h"
#include "protocol/inputs.gen.h"

static void fill_counted(void *owner, enum error e, void *rows, size_t count);
static void fill_number(struct filling *f);
static void fill_numbered(void *owner, enum error e, int64_t id);
static void fill_write(struct filling *f);
static void fill_written(void *owner, enum error e, struct write *w);
static void fill_done(struct filling *f, enum error e);
static void fill_draw(struct filling *f);
static void fill_drawn(void *owner, enum error e);

static void fill_end(struct filling *f, enum error e, bool filled)
{
	struct request *r = f->r;
	arena_free(f->arena);
	if (e)
		request_fail(r, e);
	else
		request_reply(r, filled ? SLICE("{\"filled\":true}") : SLICE("{\"filled\":false}"));
}

void demo_fill(struct request *r)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct filling *f = arena_take(arena, sizeof(*f));
	f->r = r;
	f->arena = arena;
	f->now_ms = clock_wall_ms();
	f->rooms[EVERYONE] = ROOM_EVERYONE;
	struct read read = { arena, fill_counted, f };
	accounts_page(chat()->archive, read, 0, -1);
}

/* That the last person was seen is the last thing written. */
static bool complete(const struct account_row *accounts, size_t count)
{
	const struct slice last = slice_of(demo_people[PEOPLE - 1].name);
	for (size_t i = 0; i < count; i++)
		if (slice_equal(accounts[i].name, last))
			return accounts[i].last_seen_ms > 0;
	return false;
}

static void fill_counted(void *owner, enum error e, void *rows, size_t count)
{
	struct filling *f = owner;
	if (!e && count == 0)
		fill_number(f);
	else
		fill_end(f, e || complete(rows, count) ? e : ERROR_CONFLICT, false);
}

/* ---- numbers ---- */

/* Where the next number goes, and of which lease it is; NULL: all are there. */
static int64_t *next_number(struct filling *f, const char **lease)
{
	const struct {
		const char *lease;
		int64_t *first;
		size_t count;
	} kinds[] = {
		{ "user", f->people, PEOPLE },
		{ "group", f->groups, GROUPS },
		{ "room", f->rooms + 1, ROOMS - 1 },
		{ "message", f->message_ids, DEMO_MESSAGES + 1 },
	};
	size_t index = f->numbered;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		*lease = kinds[i].lease;
		if (index < kinds[i].count)
			return kinds[i].first + index;
		index -= kinds[i].count;
	}
	return NULL;
}

static void fill_number(struct filling *f)
{
	const char *lease;
	if (next_number(f, &lease))
		archive_next_id(chat()->archive, lease, fill_numbered, f);
	else
		fill_write(f);
}

static void fill_numbered(void *owner, enum error e, int64_t id)
{
	struct filling *f = owner;
	const char *lease;
	if (e) {
		fill_end(f, e, false);
		return;
	}
	*next_number(f, &lease) = id;
	f->numbered++;
	fill_number(f);
}

/* ---- writes ---- */

/* A write, and what its changes must come to. */
struct putting {
	struct write write; /* first: it is handed over as such */
	struct filling *f;
	int64_t expected_seq; /* of the room's last change; 0: none */
	size_t last;          /* which change that is */
};

struct write *filling_write(struct filling *f)
{
	struct putting *p = arena_take(f->arena, sizeof(*p));
	p->f = f;
	return &p->write;
}

/* The numbers that the changes get in the room's stream. */
static void count_in(struct filling *f, struct putting *p, enum demo_room_id room)
{
	struct place *place = &f->places[room];
	for (size_t i = 0; i < p->write.change_count; i++) {
		const struct change *change = &p->write.changes[i];
		if (change->stream_id != f->rooms[room])
			continue;
		place->seq++;
		if (change->kind == CHANGE_MESSAGE)
			place->seqs[++place->messages] = place->seq;
		p->expected_seq = place->seq;
		p->last = i;
	}
}

int64_t filling_put(struct filling *f, struct write *w, enum demo_room_id room, int64_t at_ms)
{
	struct putting *p = (struct putting *)w;
	for (size_t i = 0; i < w->change_count; i++)
		w->changes[i].at_ms = at_ms;
	count_in(f, p, room);
	f->waiting++;
	w->done = fill_written;
	w->owner = p;
	archive_write(chat()->archive, w);
	return p->expected_seq;
}

static void fill_write(struct filling *f)
{
	f->waiting = 1;
	world_write(f);
	talk_write(f);
	traces_write(f);
	ASSERT(f->said_count == DEMO_MESSAGES);
	fill_done(f, ERROR_OK);
}

static void fill_written(void *owner, enum error e, struct write *w)
{
	struct putting *p = owner;
	if (!e && p->expected_seq && w->changes[p->last].seq != p->expected_seq)
		e = ERROR_CONFLICT; /* somebody else writes */
	fill_done(p->f, e);
}

/* One of those that were waited for. */
static void fill_done(struct filling *f, enum error e)
{
	if (e && !f->error)
		f->error = e;
	if (--f->waiting > 0)
		return;
	if (f->error)
		fill_end(f, f->error, false);
	else
		fill_draw(f);
}

/* ---- pictures ---- */

/* Without them the demo is still one: a machine may not let the picture program into its sandbox.
 */
static void fill_draw(struct filling *f)
{
	f->waiting = PEOPLE;
	for (size_t i = 0; i < PEOPLE; i++) {
		struct buffer png = { 0 };
		portrait_draw(&png, &demo_portraits[i]);
		struct request *r = errand_new(f->people[i], fill_drawn, f);
		struct picture_upload_input *in = arena_take(r->arena, sizeof(*in));
		in->body = arena_copy(r->arena, buffer_slice(&png));
		buffer_clear(&png);
		picture_upload(r, in);
	}
}

static void fill_drawn(void *owner, enum error e)
{
	struct filling *f = owner;
	if (e)
		log_warn("demo", "no picture", "error=%s", error_code(e));
	if (--f->waiting == 0)
		fill_end(f, ERROR_OK, true);
}
