#include "unit/gateway/fakes.h"

#include <stdio.h>

#include "archive/accounts.h"
#include "archive/rooms.h"
#include "archive/statements.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/states.h"
#include "chat/chat.h"
#include "gateway/doorman.h"
#include "gateway/heads.h"
#include "gateway/joining.h"
#include "unit/harness.h"

struct fake_archive archive_fake;
struct fake_bus bus_fake;
int channels_needed;
int channels_released;

static struct config config;

struct config *fake_config(void)
{
	return &config;
}

/* ---- net: sockets and audiences ---- */

struct audience {
	struct socket *members[64];
	size_t count;
};

struct audience *audience_new(struct web *w)
{
	(void)w;
	return memory_zero(1, sizeof(struct audience));
}

void audience_free(struct audience *a)
{
	memory_free(a);
}

bool audience_has(const struct audience *a, const struct socket *s)
{
	for (size_t i = 0; i < a->count; i++) {
		if (a->members[i] == s)
			return true;
	}
	return false;
}

void audience_add(struct audience *a, struct socket *s)
{
	CHECK(!audience_has(a, s));
	a->members[a->count++] = s;
}

void audience_remove(struct audience *a, struct socket *s)
{
	for (size_t i = 0; i < a->count; i++) {
		if (a->members[i] == s)
			a->members[i--] = a->members[--a->count];
	}
}

size_t audience_size(const struct audience *a)
{
	return a->count;
}

void socket_send_text(struct socket *s, struct slice payload)
{
	buffer_append_slice(&s->sent, payload);
	buffer_append_byte(&s->sent, '\n');
}

void socket_send(struct socket *s, struct frame *f)
{
	socket_send_text(s, frame_payload(f));
}

void audience_send_but(struct audience *a, struct frame *f, const struct socket *const *except,
		       size_t count)
{
	for (size_t i = 0; i < a->count; i++) {
		bool excepted = false;
		for (size_t k = 0; k < count; k++)
			excepted |= a->members[i] == except[k];
		if (!excepted)
			socket_send(a->members[i], f);
	}
}

void audience_send_except(struct audience *a, struct frame *f, const struct socket *except)
{
	audience_send_but(a, f, &except, 1);
}

void audience_send(struct audience *a, struct frame *f)
{
	audience_send_except(a, f, NULL);
}

void socket_close(struct socket *s, int code, const char *reason)
{
	(void)reason;
	s->closed_with = code;
}

void *socket_owner(const struct socket *s)
{
	return s->owner;
}

void socket_set_owner(struct socket *s, void *owner)
{
	s->owner = owner;
}

const char *socket_address(const struct socket *s)
{
	(void)s;
	return "127.0.0.1";
}

/* ---- bus ---- */

struct waiting_channel {
	int64_t stream_id;
	void (*on_ready)(void *owner, int64_t stream_id, bool live);
	void *owner;
};

static void channel_confirm(void *owner)
{
	struct waiting_channel *w = owner;
	w->on_ready(w->owner, w->stream_id, true);
	memory_free(w);
}

void channel_need(struct bus *b, int64_t stream_id,
		  void (*on_ready)(void *owner, int64_t stream_id, bool live), void *owner)
{
	struct waiting_channel *w = memory_take(sizeof(*w));
	*w = (struct waiting_channel){ stream_id, on_ready, owner };
	channels_needed++;
	loop_later(((struct gateway *)owner)->loop, channel_confirm, w);
	(void)b;
}

void channel_release(struct bus *b, int64_t stream_id)
{
	(void)b;
	(void)stream_id;
	channels_released++;
}

/* ---- archive: answers on the next turn, as the real one ---- */

struct answer {
	struct read read;
	void *rows;
	size_t count;
};

struct loop *fake_loop;

static void answer_give(void *owner)
{
	struct answer *a = owner;
	if (archive_fake.failing)
		a->read.done(a->read.owner, archive_fake.failing, NULL, 0);
	else
		a->read.done(a->read.owner, ERROR_OK, a->rows, a->count);
	memory_free(a);
}

void fake_answer(struct read read, const void *rows, size_t count, size_t row_size)
{
	struct answer *a = memory_take(sizeof(*a));
	*a = (struct answer){ read, arena_take(read.arena, count * row_size + 1), count };
	if (count)
		memcpy(a->rows, rows, count * row_size);
	loop_later(fake_loop, answer_give, a);
}

struct head_row *fake_head_of(int64_t stream_id)
{
	for (size_t i = 0; i < archive_fake.head_count; i++) {
		if (archive_fake.heads[i].stream_id == stream_id)
			return &archive_fake.heads[i];
	}
	return NULL;
}

void streams_heads(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	(void)a;
	struct head_row *rows = arena_take(read.arena, (count + 1) * sizeof(*rows));
	for (size_t i = 0; i < count; i++) {
		const struct head_row *known = fake_head_of(ids[i]);
		rows[i] = known ? *known : (struct head_row){ .stream_id = ids[i], .epoch = 1 };
	}
	archive_fake.heads_asked++;
	fake_answer(read, rows, count, sizeof(*rows));
}

void streams_changes(struct archive *a, struct read read, int64_t stream_id, int64_t after,
		     int64_t limit)
{
	(void)a;
	struct change_row *rows = arena_take(read.arena, ((size_t)limit + 1) * sizeof(*rows));
	size_t count = 0;
	for (size_t i = 0; i < archive_fake.change_count && count < (size_t)limit; i++) {
		const struct change_row *row = &archive_fake.changes[i];
		if (row->stream_id == stream_id && row->seq > after)
			rows[count++] = *row;
	}
	archive_fake.changes_asked++;
	fake_answer(read, rows, count, sizeof(*rows));
}

void rooms_by_ids(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	(void)a;
	struct room_row rows[8];
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < archive_fake.room_count; k++) {
			if (archive_fake.rooms[k].room_id == ids[i])
				rows[found++] = archive_fake.rooms[k];
		}
	}
	fake_answer(read, rows, found, sizeof(rows[0]));
}

void members_of_rooms(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	(void)a;
	(void)ids;
	(void)count;
	fake_answer(read, archive_fake.members, archive_fake.member_count,
		    sizeof(struct room_member_row));
}

void sessions_alive(struct archive *a, struct read read, const int64_t *ids, size_t count,
		    int64_t now_ms)
{
	struct session_row rows[sizeof(archive_fake.alive) / sizeof(archive_fake.alive[0])];
	size_t found = 0;
	(void)a;
	(void)now_ms;
	for (size_t i = 0; i < archive_fake.alive_count; i++) {
		for (size_t k = 0; k < count; k++) {
			if (ids[k] != archive_fake.alive[i].session_id)
				continue;
			rows[found++] = archive_fake.alive[i];
			break;
		}
	}
	fake_answer(read, rows, found, sizeof(rows[0]));
}

/* ---- what the tests build with ---- */

struct gateway *fake_gateway(void)
{
	struct gateway *g = memory_zero(1, sizeof(*g));
	archive_fake = (struct fake_archive){ 0 };
	bus_fake = (struct fake_bus){ 0 };
	channels_needed = channels_released = 0;
	config_init(&config);
	config.hole_wait_ms = 5;
	config.hole_events_max = 4;
	config.channel_linger_ms = 1;
	config.head_check_ms = 600000;
	config.session_check_ms = 600000;
	g->config = &config;
	g->loop = fake_loop = loop_new();
	g->sessions = table_new();
	g->people = table_new();
	g->lives = table_new();
	g->visitors = dictionary_new();
	link_init(&g->uploads);
	link_init(&g->joinings);
	g->bases = dictionary_new();
	chat_open(&(struct chat){ g->loop, &config, NULL, NULL });
	g->heads = heads_open(g);
	fake_turn(g); /* chat_open takes long: the loop's clock must catch up before a test waits by
			 it */
	return g;
}

void fake_gateway_free(struct gateway *g)
{
	g->closing = true;
	heads_close(g->heads);
	joining_close(g);
	live_close(g);
	fake_turn(g);
	chat_close();
	table_free(g->sessions);
	people_close(g);
	doorman_close(g);
	session_bases_close(g);
	table_free(g->lives);
	loop_free(g->loop);
	memory_free(g);
	config_clear(&config);
}

/* On a busy machine the loop's clock may be far behind when this begins, and the time over before
 * what it was for has happened: the time is taken from within the loop, and some more turns. */
struct turning {
	struct loop *loop;
	struct timer *timer;
	int left;
};

static void turned(void *owner)
{
	struct turning *turning = owner;
	if (--turning->left > 0)
		loop_later(turning->loop, turned, turning);
	else
		loop_stop(turning->loop);
}

static void turn_begins(void *owner)
{
	struct turning *turning = owner;
	timer_start(turning->timer, 30, 0);
}

void fake_turn(struct gateway *g)
{
	struct turning turning = { g->loop, NULL, 50 };
	turning.timer = timer_new(g->loop, turned, &turning);
	loop_later(g->loop, turn_begins, &turning);
	loop_run(g->loop);
	timer_free(turning.timer);
}

void fake_head(int64_t stream_id, int64_t seq, int64_t epoch)
{
	archive_fake.heads[archive_fake.head_count++] =
		(struct head_row){ .stream_id = stream_id, .seq = seq, .epoch = epoch };
}

void fake_room(int64_t room_id, int64_t seq, int64_t messages, const int64_t *members, size_t count)
{
	fake_head(room_id, seq, 1);
	archive_fake.heads[archive_fake.head_count - 1].messages = messages;
	archive_fake.rooms[archive_fake.room_count++] = (struct room_row){
		.room_id = room_id,
		.name = SLICE("room"),
		.group_id = 1,
		.group_name = SLICE("group"),
	};
	for (size_t i = 0; i < count; i++)
		archive_fake.members[archive_fake.member_count++] =
			(struct room_member_row){ room_id, members[i] };
}

struct session *fake_session(struct gateway *g, struct socket *socket, int64_t user_id)
{
	struct session *s = memory_zero(1, sizeof(*s));
	*socket = (struct socket){ .owner = s };
	s->g = g;
	s->socket = socket;
	s->number = ++g->session_number;
	table_put(g->sessions, (int64_t)s->number, s);
	struct session_row row = { .user_id = user_id,
				   .session_id = user_id * 10,
				   .name = SLICE("ann") };
	session_identify(s, &row);
	s->state = SESSION_OPEN;
	return s;
}

void fake_session_free(struct session *s)
{
	struct socket *socket = s->socket;
	session_free(s);
	buffer_clear(&socket->sent);
}

const char *fake_sent(struct socket *socket)
{
	static char text[8192];
	snprintf(text, sizeof(text), "%.*s", (int)socket->sent.size,
		 socket->sent.data ? socket->sent.data : "");
	buffer_reset(&socket->sent);
	return text;
}

void fake_envelope(struct gateway *g, int64_t stream_id, int64_t seq)
{
	char json[32];
	snprintf(json, sizeof(json), "%lld", (long long)seq);
	struct envelope e = {
		.kind = CHANGE_MESSAGE,
		.stream_id = stream_id,
		.seq = seq,
		.epoch = 1,
		.number = seq,
		.json = slice_of(json),
	};
	live_envelope(g, &e);
}
