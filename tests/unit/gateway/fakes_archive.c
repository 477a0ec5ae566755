/* The archive and the bus, as far as requests need them. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/prune.h"
#include "archive/statements.h"
#include "base/memory.h"
#include "base/states.h"
#include "unit/gateway/fakes.h"

/* ---- reads ---- */

static void answer_one(struct read read, const void *row, size_t row_size)
{
	fake_answer(read, row, row != NULL, row_size);
}

static const struct account_row *account_of(struct slice name, int64_t user_id, bool email)
{
	for (size_t i = 0; i < archive_fake.account_count; i++) {
		const struct account_row *a = &archive_fake.accounts[i];
		struct slice own = email ? a->email : a->name;
		bool named = own.data && name.data && own.size == name.size &&
			     strncasecmp(own.data, name.data, name.size) == 0;
		if (user_id ? a->user_id == user_id : named)
			return a;
	}
	return NULL;
}

void accounts_by_name(struct archive *a, struct read read, struct slice name)
{
	(void)a;
	answer_one(read, account_of(name, 0, false), sizeof(struct account_row));
}

void accounts_by_email(struct archive *a, struct read read, struct slice email)
{
	(void)a;
	answer_one(read, account_of(email, 0, true), sizeof(struct account_row));
}

void accounts_by_id(struct archive *a, struct read read, int64_t user_id)
{
	(void)a;
	answer_one(read, account_of((struct slice){ NULL, 0 }, user_id, false),
		   sizeof(struct account_row));
}

void accounts_visible(struct archive *a, struct read read, int64_t viewer_id, const int64_t *ids,
		      size_t count)
{
	(void)viewer_id;
	(void)ids;
	(void)count;
	(void)a;
	fake_answer(read, archive_fake.accounts, archive_fake.account_count,
		    sizeof(struct account_row));
}

void accounts_page(struct archive *a, struct read read, int64_t after, int state)
{
	(void)state;
	(void)after;
	accounts_visible(a, read, 0, NULL, 0);
}

void accounts_administrators(struct archive *a, struct read read)
{
	(void)a;
	struct count_row row = { 0 };
	for (size_t i = 0; i < archive_fake.account_count; i++)
		row.count += archive_fake.accounts[i].role == ROLE_ADMINISTRATOR;
	answer_one(read, &row, sizeof(row));
}

void sessions_by_token(struct archive *a, struct read read, struct slice token_hash, int64_t now_ms)
{
	(void)a;
	(void)token_hash;
	(void)now_ms;
	answer_one(read, archive_fake.signed_in.user_id ? &archive_fake.signed_in : NULL,
		   sizeof(struct session_row));
}

void pictures_by_token(struct archive *a, struct read read, struct slice token,
		       enum picture_size size)
{
	(void)a;
	snprintf(archive_fake.picture_asked, sizeof(archive_fake.picture_asked), "%.*s %d",
		 (int)token.size, token.data, (int)size);
	answer_one(read, archive_fake.picture.bytes.data ? &archive_fake.picture : NULL,
		   sizeof(struct picture_row));
}

void sessions_of_user(struct archive *a, struct read read, int64_t user_id, int64_t now_ms)
{
	(void)user_id;
	sessions_by_token(a, read, (struct slice){ NULL, 0 }, now_ms);
}

void invitations_by_token(struct archive *a, struct read read, struct slice token_hash,
			  int64_t now_ms)
{
	(void)a;
	(void)token_hash;
	(void)now_ms;
	answer_one(read, archive_fake.invitation.invitation_id ? &archive_fake.invitation : NULL,
		   sizeof(struct invitation_row));
}

void invitations_of(struct archive *a, struct read read, int64_t creator_id, int64_t now_ms)
{
	(void)creator_id;
	invitations_by_token(a, read, (struct slice){ NULL, 0 }, now_ms);
}

void links_by_token(struct archive *a, struct read read, struct slice token_hash, int64_t now_ms)
{
	(void)a;
	(void)token_hash;
	(void)now_ms;
	answer_one(read, archive_fake.link.user_name.data ? &archive_fake.link : NULL,
		   sizeof(struct link_row));
}

/* ---- writes ---- */

static void write_give(void *owner)
{
	struct write *w = owner;
	w->done(w->owner, archive_fake.refusing, w);
}

static void number_change(struct change *c)
{
	struct head_row *head = fake_head_of(c->stream_id);
	if (c->repeated)
		return;
	c->seq = head ? ++head->seq : 1;
	c->epoch = 1;
	if (head && c->kind == CHANGE_MESSAGE)
		c->number = ++head->messages;
}

void archive_write(struct archive *a, struct write *w)
{
	(void)a;
	size_t used = 0;
	archive_fake.writes++;
	archive_fake.changed_count = 0;
	archive_fake.written[0] = '\0';
	for (size_t i = 0; i < w->change_count && i < 8; i++) {
		number_change(&w->changes[i]);
		archive_fake.changed[archive_fake.changed_count++] = w->changes[i];
	}
	for (size_t i = 0; i < w->statement_count; i++) {
		const struct statement *s = &w->statements[i];
		used += (size_t)snprintf(archive_fake.written + used,
					 sizeof(archive_fake.written) - used, "%.60s\n", s->sql);
		if (strstr(s->sql, "INSERT INTO user "))
			snprintf(archive_fake.password_hash, sizeof(archive_fake.password_hash),
				 "%.*s", (int)s->values[3].text.size, s->values[3].text.data);
		if (!strstr(s->sql, "epoch = epoch + 1"))
			continue;
		archive_fake.epoch_raised = (int)s->values[0].integer + 1;
		for (size_t k = 0; k < archive_fake.head_count; k++)
			archive_fake.heads[k].epoch = archive_fake.epoch_raised;
	}
	loop_later(fake_loop, write_give, w);
}

void archive_next_id(struct archive *a, const char *lease,
		     void (*done)(void *owner, enum error e, int64_t id), void *owner)
{
	(void)a;
	(void)lease;
	done(owner, ERROR_OK, ++archive_fake.id);
}

struct archive *archive_open(struct loop *l, const struct config *config,
			     void (*on_state)(void *owner, bool up), void *owner)
{
	(void)l;
	(void)config;
	(void)on_state;
	(void)owner;
	return NULL;
}

void archive_close(struct archive *a)
{
	(void)a;
}

/* Weak: the test of pruning has its own. */
__attribute__((weak)) void prune_claim(struct archive *a, struct read read, int64_t now_ms,
				       int64_t interval_ms)
{
	(void)a;
	(void)now_ms;
	(void)interval_ms;
	fake_answer(read, NULL, 0, 0);
}

__attribute__((weak)) void prune_chunk(struct archive *a, struct read read, enum prune_part part,
				       int64_t before_ms)
{
	(void)a;
	(void)part;
	(void)before_ms;
	fake_answer(read, NULL, 0, 0);
}

bool archive_up(const struct archive *a)
{
	(void)a;
	return true;
}

/* ---- bus ---- */

bool bus_up(const struct bus *b)
{
	(void)b;
	return !bus_fake.away;
}

void bus_publish(struct bus *b, const struct envelope *e)
{
	(void)b;
	bus_fake.published++;
	bus_fake.last = *e;
	bus_fake.last.json = (struct slice){ NULL, 0 };
}

void limit_take(struct bus *b, const struct limit_row *row,
		void (*done)(void *owner, bool allowed, int64_t retry_after_ms), void *owner)
{
	(void)b;
	size_t used = strlen(bus_fake.keys);
	snprintf(bus_fake.keys + used, sizeof(bus_fake.keys) - used, "%s ", row->key);
	bool refused = bus_fake.limited[0] && strstr(row->key, bus_fake.limited);
	done(owner, !refused, refused ? 1000 : 0);
}

struct bus *bus_open(struct loop *l, const struct config *config, struct bus_events events,
		     void *owner)
{
	(void)l;
	(void)config;
	(void)events;
	(void)owner;
	return NULL;
}

void bus_close(struct bus *b)
{
	(void)b;
}
