/* What Echo does, and when. An answer waits in a list, of which one timer keeps the time; then
 * Echo's account is looked at (it may be disabled), and the handlers run that people's requests
 * run. An answer has a client id made from the message it answers, so that it is stored once even
 * if it is tried again. */
#include "chat/echo.h"

#include <stdio.h>
#include <string.h>
#include <sys/queue.h>

#include "archive/accounts.h"
#include "archive/positions.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/states.h"
#include "base/text.h"
#include "chat/chat.h"
#include "chat/echo_texts.h"
#include "chat/errand.h"
#include "chat/receipts.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

enum {
	TICK_MS = 50,
	THINKING_MIN_MS = 600,
	THINKING_MAX_MS = 1200,
	LATER_MS = 5000,
	TYPING_MS = 1000, /* before an answer that comes later */
	AGAIN_MS = 1000,
	ATTEMPTS_MAX = 5,
	WAITING_MAX = 1000,
	CLIENT_ID_SIZE = 32,
};

struct answer {
	TAILQ_ENTRY(answer) next;
	struct arena *arena; /* holds the answer and its texts */
	int64_t room_id;
	int64_t message_id; /* 0: nobody wrote anything yet */
	int64_t thread_id;  /* 0: not in a thread */
	int64_t seq; /* of the message, and its epoch: who has delivered it sees the typing */
	int64_t epoch;
	int64_t typing_ms; /* when it begins to type, by the monotonic clock; 0: no more */
	int64_t due_ms;
	int attempts;
	struct slice client_id;
	struct slice text;
	struct slice emoji; /* {NULL, 0}: a text, else a reaction */
	const struct id_entry *tags;
	size_t tags_count;
};

TAILQ_HEAD(answers, answer);

static struct {
	struct answers waiting;
	struct timer *timer; /* NULL until something was heard */
	size_t count;        /* waiting or being given */
	bool hurry;
	double tokens; /* of rate_echo_per_s */
	int64_t tokens_ms;
} echo;

/* ---- what is asked ---- */

enum wish {
	WISH_ECHO,
	WISH_HELP,
	WISH_LATER,
};

static const struct {
	const char *word;
	enum wish wish;
	int language; /* -1: the sender's */
} words[] = {
	{ "help", WISH_HELP, LANGUAGE_EN },     { "hilfe", WISH_HELP, LANGUAGE_DE },
	{ "مساعدة", WISH_HELP, LANGUAGE_AR },   { "?", WISH_HELP, -1 },
	{ "later", WISH_LATER, LANGUAGE_EN },   { "später", WISH_LATER, LANGUAGE_DE },
	{ "spaeter", WISH_LATER, LANGUAGE_DE }, { "لاحقًا", WISH_LATER, LANGUAGE_AR },
	{ "لاحقا", WISH_LATER, LANGUAGE_AR },
};

static enum wish wish_of(const struct echo_heard *heard, enum language *language)
{
	struct slice text = text_trim(heard->content);
	*language = heard->language;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!text_equal_ignoring_case(text, slice_of(words[i].word)))
			continue;
		if (words[i].language >= 0)
			*language = (enum language)words[i].language;
		return words[i].wish;
	}
	return WISH_ECHO;
}

static bool mentioned(const struct echo_heard *heard)
{
	for (size_t i = 0; i < heard->tags_count; i++)
		if (heard->tags[i].value == ECHO_ID)
			return true;
	return false;
}

/* ---- waiting ---- */

static void on_tick(void *owner);

static bool is_with_echo(int64_t room_id)
{
	const struct room_state *room = room_state_find(room_id);
	return room && room->pair_count == 2 &&
	       (room->pair[0] == ECHO_ID || room->pair[1] == ECHO_ID);
}

/* Takes one of rate_echo_per_s tokens, of which a second's worth is saved. */
static bool may_answer(void)
{
	const double rate = (double)chat()->config->rate_echo_per_s;
	const int64_t now_ms = clock_monotonic_ms();
	const double fresh = (double)(now_ms - echo.tokens_ms) * rate / 1000;
	echo.tokens = echo.tokens + fresh > rate ? rate : echo.tokens + fresh;
	echo.tokens_ms = now_ms;
	if (!chat()->config->echo || echo.count >= WAITING_MAX || echo.tokens < 1)
		return false;
	echo.tokens -= 1;
	return true;
}

static struct answer *answer_new(int64_t room_id, int64_t message_id)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct answer *a = arena_take(arena, sizeof(*a));
	const int64_t now_ms = clock_monotonic_ms();
	const uint64_t spread = THINKING_MAX_MS - THINKING_MIN_MS;
	*a = (struct answer){ .arena = arena, .room_id = room_id, .message_id = message_id };
	a->due_ms = now_ms + THINKING_MIN_MS + (int64_t)random_below(spread + 1);
	a->typing_ms = now_ms;
	return a;
}

static void answer_wait(struct answer *a)
{
	if (!echo.timer) {
		TAILQ_INIT(&echo.waiting);
		echo.timer = timer_new(chat()->loop, on_tick, NULL);
	}
	if (!timer_active(echo.timer))
		timer_start(echo.timer, 0, TICK_MS);
	TAILQ_INSERT_TAIL(&echo.waiting, a, next);
}

static void answer_add(struct answer *a)
{
	char client_id[CLIENT_ID_SIZE];
	if (a->message_id)
		snprintf(client_id, sizeof(client_id), "echo-%lld", (long long)a->message_id);
	else
		snprintf(client_id, sizeof(client_id), "echo-hello");
	a->client_id = arena_copy(a->arena, slice_of(client_id));
	echo.count++;
	answer_wait(a);
}

static void answer_free(struct answer *a)
{
	echo.count--;
	arena_free(a->arena);
}

static void react(int64_t room_id, int64_t message_id, struct slice emoji)
{
	struct answer *a = answer_new(room_id, message_id);
	a->emoji = arena_copy(a->arena, emoji);
	a->typing_ms = 0;
	answer_add(a);
}

/* ---- reading ---- */

struct noting {
	struct arena *arena;
	int64_t room_id;
	int64_t seq;
	struct write write;
};

static void read_noted(void *owner, enum error e, struct write *w)
{
	struct noting *noting = owner;
	(void)w;
	if (!e)
		receipts_add(noting->room_id, ECHO_ID, noting->seq);
	arena_free(noting->arena);
}

/* It has read what it is about to answer. */
static void read_note(const struct echo_heard *heard)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct noting *noting = arena_take(arena, sizeof(*noting));
	noting->arena = arena;
	noting->room_id = heard->room_id;
	noting->seq = heard->seq;
	const struct new_read_position position = { heard->room_id, ECHO_ID, heard->seq,
						    heard->number };
	write_position_forward(&noting->write, arena, &position);
	noting->write.done = read_noted;
	noting->write.owner = noting;
	archive_write(chat()->archive, &noting->write);
}

/* ---- hearing ---- */

static const struct id_entry *copy_tags(struct arena *arena, const struct echo_heard *heard)
{
	struct id_entry *tags = arena_take(arena, (heard->tags_count + 1) * sizeof(*tags));
	for (size_t i = 0; i < heard->tags_count; i++) {
		tags[i].name = arena_copy(arena, heard->tags[i].name);
		tags[i].value = heard->tags[i].value;
	}
	return tags;
}

void echo_message(const struct echo_heard *heard)
{
	enum language language;
	if (heard->sender_id == ECHO_ID || !is_with_echo(heard->room_id) || !may_answer())
		return;
	struct answer *a = answer_new(heard->room_id, heard->message_id);
	a->thread_id = heard->thread_id;
	a->seq = heard->seq;
	a->epoch = heard->epoch;
	const enum wish wish = wish_of(heard, &language);
	if (wish == WISH_LATER) {
		a->due_ms = clock_monotonic_ms() + LATER_MS;
		a->typing_ms = a->due_ms - TYPING_MS;
		a->text = slice_of(echo_texts(language)->later);
	} else if (wish == WISH_HELP) {
		a->text = slice_of(echo_texts(language)->help);
	} else {
		a->text = arena_copy(a->arena, heard->content);
		a->tags = copy_tags(a->arena, heard);
		a->tags_count = heard->tags_count;
	}
	read_note(heard);
	answer_add(a);
	if (mentioned(heard))
		react(heard->room_id, heard->message_id, SLICE("👋"));
}

void echo_edit(int64_t room_id, int64_t message_id, int64_t editor_id)
{
	if (editor_id != ECHO_ID && is_with_echo(room_id) && may_answer())
		react(room_id, message_id, SLICE("✏️"));
}

void echo_reaction(int64_t room_id, int64_t message_id, int64_t user_id, struct slice emoji)
{
	if (user_id != ECHO_ID && is_with_echo(room_id) && may_answer())
		react(room_id, message_id, emoji);
}

/* This worker may not serve the room yet: then the answer waits for it. */
void echo_room(int64_t room_id, int64_t with_id, enum language language)
{
	if (with_id != ECHO_ID || !may_answer())
		return;
	struct answer *a = answer_new(room_id, 0);
	a->typing_ms = 0;
	a->text = slice_of(echo_texts(language)->hello);
	answer_add(a);
}

/* ---- answering ---- */

static void answer_start(struct answer *a);
static void answer_allowed(void *owner, enum error e, void *rows, size_t count);
static void answer_given(void *owner, enum error e);

static void type(struct answer *a)
{
	const struct typing_shown_event event = {
		.room_id = a->room_id,
		.user_id = ECHO_ID,
		.has_thread_id = a->thread_id != 0,
		.thread_id = a->thread_id,
	};
	struct buffer json = { 0 };
	a->typing_ms = 0;
	typing_shown_encode(&json, &event);
	const struct envelope envelope = {
		.kind = ENVELOPE_VOLATILE,
		.stream_id = a->room_id,
		.seq = a->seq,
		.epoch = a->epoch,
		.subject_id = ECHO_ID,
		.except_worker = -1,
		.json = buffer_slice(&json),
	};
	bus_publish(chat()->bus, &envelope);
	buffer_clear(&json);
}

static void on_tick(void *owner)
{
	(void)owner;
	const int64_t now_ms = clock_monotonic_ms();
	struct answer *following;
	for (struct answer *a = TAILQ_FIRST(&echo.waiting); a; a = following) {
		following = TAILQ_NEXT(a, next);
		if (a->typing_ms && now_ms >= a->typing_ms)
			type(a);
		if (!echo.hurry && now_ms < a->due_ms)
			continue;
		TAILQ_REMOVE(&echo.waiting, a, next);
		answer_start(a);
	}
	if (TAILQ_EMPTY(&echo.waiting))
		timer_stop(echo.timer);
}

static void answer_start(struct answer *a)
{
	struct read read = { a->arena, answer_allowed, a };
	accounts_by_id(chat()->archive, read, ECHO_ID);
}

static void answer_react(struct answer *a)
{
	struct request *r = errand_new(ECHO_ID, answer_given, a);
	struct message_react_input *in = arena_take(r->arena, sizeof(*in));
	*in = (struct message_react_input){ .message_id = a->message_id,
					    .emoji = a->emoji,
					    .on = true };
	message_react(r, in);
}

static void answer_write(struct answer *a)
{
	struct request *r = errand_new(ECHO_ID, answer_given, a);
	struct message_send_input *in = arena_take(r->arena, sizeof(*in));
	*in = (struct message_send_input){ .room_id = a->room_id,
					   .client_id = a->client_id,
					   .content = a->text,
					   .has_parent_message = a->thread_id != 0,
					   .parent_message = a->thread_id,
					   .tags = a->tags,
					   .tags_count = a->tags_count };
	message_send(r, in);
}

static void answer_allowed(void *owner, enum error e, void *rows, size_t count)
{
	struct answer *a = owner;
	const struct account_row *account = rows;
	if (e)
		answer_given(a, e);
	else if (count == 0 || !account->bot || account->state != ACCOUNT_ACTIVE)
		answer_free(a);
	else if (a->emoji.data)
		answer_react(a);
	else
		answer_write(a);
}

/* The archive may be away for a moment, or the room not be served here yet. */
static bool worth_another(const struct answer *a, enum error e)
{
	const bool unserved = e == ERROR_NOT_MEMBER && !room_state_find(a->room_id);
	return (error_retryable(e) || unserved) && a->attempts < ATTEMPTS_MAX && echo.timer;
}

static void answer_given(void *owner, enum error e)
{
	struct answer *a = owner;
	if (!e || !worth_another(a, e)) {
		answer_free(a);
		return;
	}
	a->attempts++;
	a->due_ms = clock_monotonic_ms() + AGAIN_MS;
	answer_wait(a);
}

/* ---- ending ---- */

void echo_hurry(void)
{
	echo.hurry = true;
}

bool echo_busy(void)
{
	return echo.count > 0;
}

void echo_close(void)
{
	struct answer *a;
	while (echo.timer && (a = TAILQ_FIRST(&echo.waiting))) {
		TAILQ_REMOVE(&echo.waiting, a, next);
		answer_free(a);
	}
	ASSERT(echo.count == 0);
	if (echo.timer)
		timer_free(echo.timer);
	echo.timer = NULL;
	echo.hurry = false;
	echo.tokens = 0;
	echo.tokens_ms = 0;
}
