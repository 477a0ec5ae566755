/* Read positions of others. An event that is ahead of what the room has delivered here waits:
 * unlike typing, it would not come again. */
#include "gateway/readers.h"

#include "base/memory.h"

enum { LATE_MAX = 16 }; /* of a room; beyond, the oldest is given up */

/* One that waits for the room. */
struct late {
	struct late *next; /* came later */
	int64_t seq;
	struct frame *frame;
};

static void late_free(struct late *late)
{
	frame_unref(late->frame);
	memory_free(late);
}

static void send_to(const struct live *l, const struct person *person, struct frame *f)
{
	for (const struct session *s = person->first; s; s = s->next) {
		if (session_in_room(s, l->id))
			socket_send(s->socket, f);
	}
}

static void deliver(const struct live *l, struct frame *f)
{
	for (size_t i = 0; i < l->room->member_count; i++) {
		const struct person *person = person_find(l->g, l->room->members[i]);
		if (person && person->shows_read)
			send_to(l, person, f);
	}
}

/* Takes the oldest one out. */
static struct late *late_take(struct live *l)
{
	struct late *late = l->late;
	l->late = late->next;
	return late;
}

static void hold(struct live *l, int64_t seq, struct frame *f)
{
	size_t count = 1;
	struct late **end = &l->late;
	for (; *end; end = &(*end)->next)
		count++;
	*end = memory_zero(1, sizeof(**end));
	**end = (struct late){ .seq = seq, .frame = frame_ref(f) };
	if (count > LATE_MAX)
		late_free(late_take(l));
}

void readers_envelope(struct live *l, const struct envelope *e)
{
	if (!l->room || l->state != LIVE_READY || e->epoch != l->epoch ||
	    audience_size(l->audience) == 0)
		return;
	struct frame *f = frame_new(e->json);
	if (e->seq <= l->seq)
		deliver(l, f);
	else
		hold(l, e->seq, f);
	frame_unref(f);
}

void readers_caught_up(struct live *l)
{
	while (l->late && l->late->seq <= l->seq) {
		struct late *late = late_take(l);
		deliver(l, late->frame);
		late_free(late);
	}
}

void readers_drop(struct live *l)
{
	while (l->late)
		late_free(late_take(l));
}
