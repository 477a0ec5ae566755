/* Sessions and the people they belong to. */
#include "gateway/session.h"

#include <stdio.h>

#include "base/check.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/states.h"
#include "gateway/live.h"
#include "gateway/presence.h"
#include "gateway/typing.h"
#include "gateway/watcher.h"

enum { BASES_MAX = 1000, SUFFIX_SIZE = 4 };

/* scheme://host of the handshake, kept for the life of the worker; allowed_hosts bounds how many
 * there are. */
static const char *base_url_intern(struct gateway *g, struct exchange *handshake)
{
	struct slice host = exchange_header(handshake, "host");
	struct buffer url = { 0 };
	buffer_format(&url, "%s://%.*s", exchange_secure(handshake) ? "https" : "http",
		      (int)host.size, host.data ? host.data : "");
	const char *known = dictionary_get(g->bases, buffer_slice(&url));
	if (!known && dictionary_size(g->bases) < BASES_MAX) {
		buffer_append_byte(&url, '\0');
		known = memory_text(url.data);
		dictionary_put(g->bases, slice_of(known), (void *)(uintptr_t)known);
	}
	buffer_clear(&url);
	return known ? known : g->config->public_url;
}

static bool suffix_valid(struct slice suffix)
{
	for (size_t i = 0; i < suffix.size; i++) {
		char c = suffix.data[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return suffix.size == SUFFIX_SIZE;
}

void session_bases_close(struct gateway *g)
{
	size_t position = 0;
	void *base;
	while ((base = dictionary_next(g->bases, &position, NULL)))
		memory_free(base);
	dictionary_free(g->bases);
}

/* The part behind the colon of an id that the client had before is kept: calls are bound to it. The
 * user part comes with session_identify. */
static void socket_id_choose(struct session *s, struct exchange *handshake)
{
	struct slice before = exchange_parameter(handshake, "id");
	const char *colon = before.size ? memchr(before.data, ':', before.size) : NULL;
	struct slice suffix = { NULL, 0 };
	if (colon)
		suffix = (struct slice){ colon + 1,
					 before.size - (size_t)(colon + 1 - before.data) };
	if (suffix_valid(suffix))
		memcpy(s->socket_id, suffix.data, SUFFIX_SIZE);
	else
		random_text(s->socket_id, SUFFIX_SIZE);
}

struct session *session_new(struct gateway *g, struct socket *socket, struct exchange *handshake)
{
	struct session *s = memory_zero(1, sizeof(*s));
	s->g = g;
	s->socket = socket;
	s->number = ++g->session_number;
	s->base_url = base_url_intern(g, handshake);
	s->browser_language =
		(uint8_t)language_choose(exchange_header(handshake, "accept-language"));
	socket_id_choose(s, handshake);
	socket_set_owner(socket, s);
	table_put(g->sessions, (int64_t)s->number, s);
	return s;
}

struct session *session_find(const struct gateway *g, uint64_t number)
{
	return number ? table_get(g->sessions, (int64_t)number) : NULL;
}

struct person *person_find(const struct gateway *g, int64_t user_id)
{
	return table_get(g->people, user_id);
}

void session_identify(struct session *s, const struct session_row *row)
{
	struct gateway *g = s->g;
	char suffix[SUFFIX_SIZE + 1];
	memcpy(suffix, s->socket_id, SUFFIX_SIZE);
	suffix[SUFFIX_SIZE] = '\0';
	snprintf(s->socket_id, sizeof(s->socket_id), "%04lld:%s", (long long)row->user_id, suffix);
	snprintf(s->user_name, sizeof(s->user_name), "%.*s", (int)row->name.size, row->name.data);
	s->user_id = row->user_id;
	s->session_id = row->session_id;
	struct person *person = person_find(g, row->user_id);
	if (!person) {
		person = memory_zero(1, sizeof(*person));
		person->user_id = row->user_id;
		table_put(g->people, row->user_id, person);
	}
	s->person = person;
	s->next = person->first;
	person->first = s;
	person->count++;
	session_refresh(s, row, 0);
	metric_add(METRIC_SESSIONS, 1);
}

static uint8_t language_of(const struct session *s, const struct session_row *row)
{
	struct slice chosen = row->settings.language;
	return chosen.size ? (uint8_t)language_choose(chosen) : s->browser_language;
}

void session_refresh(struct session *s, const struct session_row *row, uint64_t question)
{
	bool downgraded = row->role == ROLE_GUEST && s->role != ROLE_GUEST;
	if (question >= s->checked) {
		s->checked = question;
		s->role = (uint8_t)row->role;
		s->language = language_of(s, row);
		/* Guests see fewer people. */
		if (downgraded)
			watcher_lost(s);
	}
	struct person *person = s->person;
	if (question < person->checked)
		return;
	person->checked = question;
	person->shows_typing = row->settings.show_typing;
	person->shows_read = row->settings.show_read;
	person->shows_presence = row->settings.show_presence;
	presence_refreshed(s);
}

static void person_sweep(struct gateway *g, struct person *person)
{
	const struct config *config = g->config;
	if (person->count > 0 ||
	    !bucket_untouched(&person->messages, config->rate_messages_per_s) ||
	    !bucket_untouched(&person->requests,
			      config->rate_requests_per_s * PERSON_SOCKETS_WORTH))
		return;
	table_remove(g->people, person->user_id);
	memory_free(person);
}

static void session_leave_person(struct session *s)
{
	struct person *person = s->person;
	if (!person)
		return;
	struct session **link = &person->first;
	while (*link != s)
		link = &(*link)->next;
	*link = s->next;
	person->count--;
	metric_add(METRIC_SESSIONS, -1);
	person_sweep(s->g, person);
}

void people_sweep(struct gateway *g)
{
	size_t position = 0;
	struct person *person;
	while ((person = table_next(g->people, &position, NULL)))
		person_sweep(g, person);
}

void people_close(struct gateway *g)
{
	size_t position = 0;
	struct person *person;
	while ((person = table_next(g->people, &position, NULL)))
		memory_free(person);
	table_free(g->people);
}

void session_free(struct session *s)
{
	socket_set_owner(s->socket, NULL);
	table_remove(s->g->sessions, (int64_t)s->number);
	watcher_free(s);
	typing_free(s);
	presence_closed(s);
	while (s->room_count > 0)
		live_leave(s->g, s->rooms[s->room_count - 1], s);
	if (s->user_id)
		live_leave(s->g, -s->user_id, s);
	session_leave_person(s);
	memory_free(s->rooms);
	memory_free(s);
}

void session_send(struct session *s, struct slice json)
{
	socket_send_text(s->socket, json);
}

void session_close(struct session *s, int code, const char *reason)
{
	s->state = SESSION_CLOSING;
	socket_close(s->socket, code, reason);
}

bool session_in_room(const struct session *s, int64_t room_id)
{
	for (uint32_t i = 0; i < s->room_count; i++) {
		if (s->rooms[i] == room_id)
			return true;
	}
	return false;
}

void session_room_add(struct session *s, int64_t room_id)
{
	ASSERT(!session_in_room(s, room_id));
	if (s->room_count == s->room_capacity) {
		s->room_capacity = s->room_capacity ? s->room_capacity * 2 : 4;
		s->rooms = memory_grow(s->rooms, s->room_capacity * sizeof(int64_t));
	}
	s->rooms[s->room_count++] = room_id;
}

void session_room_remove(struct session *s, int64_t room_id)
{
	for (uint32_t i = 0; i < s->room_count; i++) {
		if (s->rooms[i] != room_id)
			continue;
		s->rooms[i] = s->rooms[--s->room_count];
		return;
	}
}
