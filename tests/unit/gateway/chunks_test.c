/* Work on many, some at a time: chunks and the sweeps made of them. They belong to the rules; the
 * archive that they need is among the gateway's fakes. */
#include "chat/chunks.h"

#include "base/states.h"
#include "chat/change.h"
#include "chat/sweep.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

static struct {
	int ended;
	enum error error;
	size_t refused_from; /* items from here on are refused */
} outcome;

static void on_done(void *owner, enum error e)
{
	(void)owner;
	outcome.ended++;
	outcome.error = e;
}

static void add_left(void *owner, struct write *w, struct arena *arena, size_t index)
{
	(void)owner;
	(void)arena;
	if (index >= outcome.refused_from)
		archive_fake.refusing = ERROR_FORBIDDEN;
	change_add(w, 12, CHANGE_MEMBER_LEFT, 1, (int64_t)index + 100);
}

static struct gateway *begin(size_t refused_from)
{
	struct gateway *g = fake_gateway();
	outcome.ended = 0;
	outcome.refused_from = refused_from;
	return g;
}

static void run(struct gateway *g, size_t count)
{
	struct arena *arena = arena_new(SIZE_MAX);
	chunks_run(&(struct chunks){
		.arena = arena, .count = count, .per_write = 8, .add = add_left, .done = on_done });
	fake_turn(g);
	arena_free(arena);
}

TEST(one_write_after_the_other_and_the_rest_at_last)
{
	struct gateway *g = begin(SIZE_MAX);
	run(g, 20);
	CHECK_INT(outcome.ended, 1);
	CHECK_INT(outcome.error, ERROR_OK);
	CHECK_INT(archive_fake.writes, 3);
	CHECK_INT(archive_fake.changed_count, 4);
	CHECK_INT(bus_fake.published, 20);
	fake_gateway_free(g);
}

TEST(nothing_to_do_is_done)
{
	struct gateway *g = begin(SIZE_MAX);
	run(g, 0);
	CHECK_INT(outcome.ended, 1);
	CHECK_INT(outcome.error, ERROR_OK);
	CHECK_INT(archive_fake.writes, 0);
	fake_gateway_free(g);
}

TEST(a_refused_write_ends_it_and_what_was_before_stays_published)
{
	struct gateway *g = begin(10);
	run(g, 20);
	CHECK_INT(outcome.ended, 1);
	CHECK_INT(outcome.error, ERROR_FORBIDDEN);
	CHECK_INT(archive_fake.writes, 2);
	CHECK_INT(bus_fake.published, 8);
	fake_gateway_free(g);
}

/* ---- sweeps ---- */

static int places_left;
static int late; /* that come in after the first round */
static enum error asking;

static void ask(const struct sweep *s, struct read read)
{
	struct place_row rows[4] = { 0 };
	int count = places_left < 4 ? places_left : 4;
	for (int i = 0; i < count; i++)
		rows[i] = (struct place_row){ .room_id = 10 + i, .user_id = s->user_id };
	archive_fake.failing = s->round > 0 ? asking : ERROR_OK;
	fake_answer(read, rows, (size_t)count, sizeof(rows[0]));
}

static void leave(const struct sweep *s, struct write *w, struct arena *arena,
		  const struct place_row *place)
{
	(void)arena;
	places_left += late - 1;
	late = 0;
	change_add(w, place->room_id, CHANGE_MEMBER_LEFT, s->actor_id, place->user_id);
}

static void stay(const struct sweep *s, struct write *w, struct arena *arena,
		 const struct place_row *place)
{
	places_left++;
	leave(s, w, arena, place);
}

/* The first write is refused, and takes nothing away. */
static void changed(const struct sweep *s, struct write *w, struct arena *arena,
		    const struct place_row *place)
{
	if (s->round == 2)
		archive_fake.refusing = ERROR_OK;
	places_left += s->round == 1;
	leave(s, w, arena, place);
}

static struct sweep sweep(struct gateway *g,
			  void (*add)(const struct sweep *s, struct write *w, struct arena *arena,
				      const struct place_row *place))
{
	struct sweep s = {
		.ask = ask, .add = add, .per_write = 3, .done = on_done, .user_id = 7, .actor_id = 1
	};
	sweep_run(&s);
	for (int i = 0; i < 500 && outcome.ended == 0; i++)
		fake_turn(g);
	return s;
}

TEST(a_sweep_asks_again_until_nothing_is_left)
{
	struct gateway *g = begin(SIZE_MAX);
	places_left = 5;
	late = 1;
	asking = ERROR_OK;
	struct sweep s = sweep(g, leave);
	CHECK_INT(outcome.ended, 1);
	CHECK_INT(outcome.error, ERROR_OK);
	CHECK_INT(s.swept, 6);
	CHECK_INT(archive_fake.writes, 3);
	CHECK_INT(bus_fake.published, 6);
	fake_gateway_free(g);
}

TEST(a_sweep_ends_with_the_first_failure)
{
	struct gateway *g = begin(SIZE_MAX);
	places_left = 5;
	late = 0;
	asking = ERROR_TIMEOUT;
	sweep(g, leave);
	CHECK_INT(outcome.ended, 1);
	CHECK_INT(outcome.error, ERROR_TIMEOUT);
	CHECK_INT(places_left, 1);
	fake_gateway_free(g);
}

/* What one found was handed over meanwhile: it is looked at again. */
TEST(a_sweep_asks_again_when_something_is_not_as_it_was_found)
{
	struct gateway *g = begin(SIZE_MAX);
	places_left = 5;
	late = 0;
	asking = ERROR_OK;
	archive_fake.refusing = ERROR_CONFLICT;
	struct sweep s = sweep(g, changed);
	CHECK_INT(outcome.ended, 1);
	CHECK_INT(outcome.error, ERROR_OK);
	CHECK_INT(s.swept, 5);
	fake_gateway_free(g);
}

/* A bug, not a reason to write for ever. */
TEST(a_sweep_that_finds_the_same_again_gives_up)
{
	struct gateway *g = begin(SIZE_MAX);
	places_left = 1;
	late = 0;
	asking = ERROR_OK;
	sweep(g, stay);
	CHECK_INT(outcome.ended, 1);
	CHECK_INT(outcome.error, ERROR_INTERNAL);
	fake_gateway_free(g);
}
