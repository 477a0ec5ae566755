/* Every read against rows that the writes made, with MariaDB's arrays and without. */
#include <stdio.h>

#include "archive/messages.h"
#include "archive/positions.h"
#include "archive/room_statements.h"
#include "archive/rooms.h"
#include "archive/statements.h"
#include "archive/streams.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

#define HASH_A SLICE("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
#define HASH_B SLICE("\xff\xfe\0bbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
#define HASH_C SLICE("cccccccccccccccccccccccccccccccc")

enum { NOW = 1000000 };

static enum error finish(struct fixture *f, struct attempt *a)
{
	enum error e = attempt_run(f, a);
	attempt_free(a);
	return e;
}

static enum error add_account(struct fixture *f, int64_t id, const char *name, const char *email,
			      int role)
{
	struct attempt *a = attempt_new(NULL);
	struct account_row row = {
		.user_id = id,
		.name = slice_of(name),
		.display_name = slice_of("Ünï 😀"),
		.email = slice_of(email),
		.password_hash = SLICE("$argon2id$x"),
		.sex = 1,
		.role = role,
		.created_ms = NOW,
	};
	write_account(&a->write, a->arena, &row);
	write_change(&a->write, 1, CHANGE_MEMBER_JOINED, id, id)->at_ms = NOW + id;
	fixture_member(&a->write, a->arena, 1, id, 100);
	return finish(f, a);
}

/* A message of user 1 (of 2 if its id is even) into room 1. */
static void send(struct fixture *f, int64_t id, const char *client_id, const char *content)
{
	struct attempt *a = attempt_new(NULL);
	attempt_message(a, 1, 2 - id % 2, id, client_id)->content = slice_of(content);
	CHECK_INT(finish(f, a), ERROR_OK);
}

static void check_accounts(struct fixture *f)
{
	struct answer a;
	CHECK_INT(add_account(f, 1, "ada", "ada@example.org", ROLE_ADMINISTRATOR), ERROR_OK);
	CHECK_INT(add_account(f, 2, "bob", NULL, ROLE_MEMBER), ERROR_OK);
	CHECK_INT(add_account(f, 3, "BOB", NULL, ROLE_MEMBER), ERROR_NAME_TAKEN);
	CHECK_INT(add_account(f, 3, "eve", "ADA@example.org", ROLE_MEMBER), ERROR_EMAIL_TAKEN);

	accounts_by_name(f->archive, answer_read(&a), SLICE("ADA"));
	answer_wait(f, &a);
	const struct account_row *row = a.rows;
	CHECK_INT(a.error, ERROR_OK);
	CHECK_INT(a.count, 1);
	CHECK_INT(row->user_id, 1);
	CHECK_SLICE(row->name, "ada");
	CHECK_SLICE(row->display_name, "Ünï 😀");
	CHECK_SLICE(row->email, "ada@example.org");
	CHECK_SLICE(row->password_hash, "$argon2id$x");
	CHECK(row->image.data == NULL);
	CHECK_INT(row->sex, 1);
	CHECK_INT(row->role, ROLE_ADMINISTRATOR);
	CHECK_INT(row->state, ACCOUNT_ACTIVE);
	CHECK_INT(row->created_ms, NOW);
	answer_clear(&a);

	accounts_by_email(f->archive, answer_read(&a), SLICE("Ada@Example.org"));
	answer_wait(f, &a);
	CHECK_INT(a.count, 1);
	answer_clear(&a);
	accounts_by_id(f->archive, answer_read(&a), 3);
	answer_wait(f, &a);
	CHECK_INT(a.error, ERROR_OK);
	CHECK_INT(a.count, 0);
	answer_clear(&a);
	accounts_page(f->archive, answer_read(&a), 1, -1);
	answer_wait(f, &a);
	CHECK_INT(a.count, 1);
	CHECK_INT(((const struct account_row *)a.rows)->user_id, 2);
	answer_clear(&a);
	accounts_administrators(f->archive, answer_read(&a));
	answer_wait(f, &a);
	CHECK_INT(((const struct count_row *)a.rows)->count, 1);
	answer_clear(&a);
}

static void check_roles(struct fixture *f)
{
	struct attempt *a = attempt_new(NULL);
	write_account_role(&a->write, a->arena, 1, ROLE_MEMBER);
	CHECK_INT(finish(f, a), ERROR_CONFLICT);
	a = attempt_new(NULL);
	write_account_state(&a->write, a->arena, 1, ACCOUNT_DISABLED);
	CHECK_INT(finish(f, a), ERROR_CONFLICT);
	a = attempt_new(NULL);
	write_account_state(&a->write, a->arena, 99, ACCOUNT_DISABLED);
	CHECK_INT(finish(f, a), ERROR_NOT_FOUND);
	a = attempt_new(NULL);
	write_first_account(&a->write, a->arena, 2);
	CHECK_INT(finish(f, a), ERROR_LINK_INVALID);
	a = attempt_new(NULL);
	write_first_account(&a->write, a->arena, 1);
	CHECK_INT(finish(f, a), ERROR_OK);
	a = attempt_new(NULL);
	write_account_role(&a->write, a->arena, 2, ROLE_ADMINISTRATOR);
	CHECK_INT(finish(f, a), ERROR_OK);
	a = attempt_new(NULL);
	write_account_role(&a->write, a->arena, 1, ROLE_MEMBER);
	CHECK_INT(finish(f, a), ERROR_OK);
	a = attempt_new(NULL);
	write_account_password(&a->write, a->arena, 1, SLICE("$new"));
	write_account_display_name(&a->write, a->arena, 1, SLICE("Ada L."));
	CHECK_INT(finish(f, a), ERROR_OK);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM user WHERE id = 1 AND password_hash = "
				    "'$new' AND display_name = 'Ada L.' "
				    "AND role = 0"),
		  1);
}

static void check_streams(struct fixture *f)
{
	struct answer a;
	const int64_t ids[] = { 5, 1, -1 };
	/* 1 and 2: the two joined; then messages */
	send(f, 11, "c1", "one");
	send(f, 12, "\xff", "");
	send(f, 13, "c3", "three");
	streams_heads(f->archive, answer_read(&a), ids, 3);
	answer_wait(f, &a);
	const struct head_row *heads = a.rows;
	CHECK_INT(a.count, 3);
	CHECK_INT(heads[0].stream_id, 5);
	CHECK_INT(heads[0].seq, 0);
	CHECK_INT(heads[0].epoch, 1);
	CHECK_INT(heads[1].stream_id, 1);
	CHECK_INT(heads[1].seq, 5);
	CHECK_INT(heads[1].messages, 3);
	CHECK_INT(heads[2].seq, 0);
	answer_clear(&a);

	streams_changes(f->archive, answer_read(&a), 1, 0, 500);
	answer_wait(f, &a);
	const struct change_row *c = a.rows;
	CHECK_INT(a.error, ERROR_OK);
	CHECK_INT(a.count, 5);
	for (int i = 0; i < 5; i++)
		CHECK_INT(c[i].seq, i + 1);
	CHECK_INT(c[1].kind, CHANGE_MEMBER_JOINED);
	CHECK_INT(c[1].subject_id, 2);
	CHECK_INT(c[1].at_ms, NOW + 2);
	CHECK_SLICE(c[1].user_name, "bob");
	CHECK_SLICE(c[1].display_name, "Ünï 😀");
	CHECK_INT(c[1].role, ROLE_ADMINISTRATOR);
	CHECK_INT(c[3].kind, CHANGE_MESSAGE);
	CHECK_INT(c[3].message.id, 12);
	CHECK_INT(c[3].message.number, 2);
	CHECK_INT(c[3].actor_id, 2);
	CHECK_SLICE(c[3].message.client_id, "\xff");
	CHECK_SLICE(c[3].message.content, "");
	CHECK_SLICE(c[4].message.content, "three");
	CHECK(c[4].user_name.data == NULL);
	answer_clear(&a);
	streams_changes(f->archive, answer_read(&a), 1, 1, 2);
	answer_wait(f, &a);
	CHECK_INT(a.count, 2);
	CHECK_INT(((const struct change_row *)a.rows)[1].seq, 3);
	answer_clear(&a);
	/* behind a hole nothing is dense */
	fixture_sql(f, "UPDATE change_log SET seq = 900 WHERE stream_id = 1 AND seq = 2");
	streams_changes(f->archive, answer_read(&a), 1, 0, 500);
	answer_wait(f, &a);
	CHECK_INT(a.count, 1);
	answer_clear(&a);
	fixture_sql(f, "UPDATE change_log SET seq = 2 WHERE stream_id = 1 AND seq = 900");
}

static void check_messages(struct fixture *f)
{
	struct answer a;
	struct message_page page = { 1, 1, 0, INT64_MAX, 2, 1 };
	messages_page(f->archive, answer_read(&a), &page);
	answer_wait(f, &a);
	const struct message_row *m = a.rows;
	CHECK_INT(a.count, 2);
	CHECK_INT(m[0].seq, 5);
	CHECK_INT(m[1].seq, 4);
	CHECK_INT(m[1].id, 12);
	answer_clear(&a);
	page = (struct message_page){ 1, 1, 0, 4, 100, 1 };
	messages_page(f->archive, answer_read(&a), &page);
	answer_wait(f, &a);
	m = a.rows;
	CHECK_INT(a.count, 2);
	CHECK_INT(m[0].seq, 4);
	CHECK_SLICE(m[1].content, "one");
	answer_clear(&a);
}

static size_t joinable(struct fixture *f, int64_t room_id, int64_t user_id)
{
	struct answer a;
	rooms_joinable(f->archive, answer_read(&a), room_id, user_id);
	answer_wait(f, &a);
	size_t count = a.count;
	answer_clear(&a);
	return count;
}

static void check_rooms(struct fixture *f)
{
	struct answer a;
	struct attempt *w = attempt_new(NULL);
	const int64_t ids[] = { 2, 1, 77 };
	write_change(&w->write, 2, CHANGE_MEMBER_JOINED, 1, 1);
	const struct room_row sub = { .room_id = 2,
				      .name = SLICE("sub"),
				      .group_id = 1,
				      .creator_id = 1,
				      .is_open = true,
				      .is_visible = true };
	write_room(&w->write, w->arena, &sub);
	fixture_member(&w->write, w->arena, 2, 1, 100);
	CHECK_INT(finish(f, w), ERROR_OK);

	rooms_by_ids(f->archive, answer_read(&a), ids, 3);
	answer_wait(f, &a);
	const struct room_row *rooms = a.rows;
	CHECK_INT(a.count, 2);
	CHECK_SLICE(rooms[0].name, "all");
	CHECK_SLICE(rooms[0].group_name, "all");
	CHECK_INT(rooms[0].group_id, 1);
	CHECK_INT(rooms[0].creator_id, 0);
	CHECK(rooms[0].is_main && rooms[0].is_open && rooms[0].is_visible && !rooms[0].p2p);
	CHECK_INT(rooms[1].creator_id, 1);
	CHECK(!rooms[1].is_main);
	answer_clear(&a);
	rooms_listed(f->archive, answer_read(&a), &(struct room_listing){ .user_id = 2 });
	answer_wait(f, &a);
	const struct listed_room_row *listed = a.rows;
	CHECK_INT(a.count, 2);
	CHECK(listed[0].joined && !listed[1].joined);
	CHECK_INT(listed[1].member_count, 1);
	answer_clear(&a);
	rooms_listed(f->archive, answer_read(&a), &(struct room_listing){ .user_id = 77 });
	answer_wait(f, &a);
	CHECK_INT(a.count, 1); /* strangers see main rooms that are open */
	answer_clear(&a);
	CHECK_INT(joinable(f, 2, 2), 1);
	CHECK_INT(joinable(f, 2, 77), 0);
	CHECK_INT(joinable(f, 1, 77), 1);
	members_of_rooms(f->archive, answer_read(&a), ids, 3);
	answer_wait(f, &a);
	const struct room_member_row *members = a.rows;
	CHECK_INT(a.count, 3);
	CHECK(members[0].room_id == 1 && members[0].user_id == 1 && members[2].room_id == 2);
	answer_clear(&a);
	members_of_rooms(f->archive, answer_read(&a), NULL, 0);
	answer_wait(f, &a);
	CHECK_INT(a.error, ERROR_OK);
	CHECK_INT(a.count, 0);
	answer_clear(&a);
}

static void check_members(struct fixture *f)
{
	struct answer a;
	struct attempt *w = attempt_new(NULL);
	/* joins after three messages: nothing is unread; again: nothing changes; the limit */
	write_change(&w->write, 1, CHANGE_MEMBER_JOINED, 9, 9);
	fixture_member(&w->write, w->arena, 1, 9, 1);
	CHECK_INT(finish(f, w), ERROR_OK);
	w = attempt_new(NULL);
	fixture_member(&w->write, w->arena, 1, 9, 1);
	CHECK_INT(finish(f, w), ERROR_OK);
	w = attempt_new(NULL);
	fixture_member(&w->write, w->arena, 2, 9, 1);
	CHECK_INT(finish(f, w), ERROR_LIMIT_REACHED);
	members_of_user(f->archive, answer_read(&a), 9);
	answer_wait(f, &a);
	const struct member_row *m = a.rows;
	CHECK_INT(a.count, 1);
	CHECK_INT(m->read_seq, 6);
	CHECK_INT(m->read_number, 3);
	CHECK_INT(m->volume, 50);
	CHECK_INT(m->notify, NOTIFY_ALL);
	answer_clear(&a);

	w = attempt_new(NULL);
	write_change(&w->write, -2, CHANGE_READ_MOVED, 2, 1);
	write_position_forward(&w->write, w->arena, &(struct new_read_position){ 1, 2, 4, 2 });
	CHECK_INT(finish(f, w), ERROR_OK);
	streams_changes(f->archive, answer_read(&a), -2, 0, 10);
	answer_wait(f, &a);
	CHECK_INT(a.count, 1);
	CHECK_INT(((const struct change_row *)a.rows)->read_seq, 4);
	CHECK_INT(((const struct change_row *)a.rows)->read_number, 2);
	answer_clear(&a);
	w = attempt_new(NULL);
	write_member_remove(&w->write, w->arena, 1, 9);
	CHECK_INT(finish(f, w), ERROR_OK);
	w = attempt_new(NULL);
	write_member_remove(&w->write, w->arena, 1, 9);
	CHECK_INT(finish(f, w), ERROR_NOT_MEMBER);
}

static void add_session(struct fixture *f, int64_t id, int64_t user_id, struct slice hash)
{
	struct attempt *w = attempt_new(NULL);
	const struct new_session session = {
		.session_id = id,
		.user_id = user_id,
		.token_hash = hash,
		.now_ms = NOW,
		.expires_ms = NOW + 500,
		.agent = SLICE("agent"),
		.address = SLICE("::1"),
		.sessions_max = 100,
	};
	write_session(&w->write, w->arena, &session);
	CHECK_INT(finish(f, w), ERROR_OK);
}

/* Of three places, the fourth session takes that of the one unused the longest; others' stay. */
static void check_session_places(struct fixture *f)
{
	fixture_sql(f, "INSERT INTO session (id, token_hash, user_id, created_ms, last_seen_ms, "
		       "expires_ms) VALUES (91, 'e', 7, 1, 30, 99), (92, 'f', 7, 2, 10, 99), "
		       "(93, 'g', 7, 3, 20, 99), (94, 'h', 8, 1, 1, 99)");
	struct attempt *w = attempt_new(NULL);
	const struct new_session session = { .session_id = 95,
					     .user_id = 7,
					     .token_hash =
						     SLICE("iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"),
					     .now_ms = 40,
					     .expires_ms = 99,
					     .sessions_max = 3 };
	write_session(&w->write, w->arena, &session);
	CHECK_INT(finish(f, w), ERROR_OK);
	CHECK_INT(fixture_number(f, "SELECT SUM(id) FROM session WHERE user_id = 7"), 91 + 93 + 95);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM session WHERE user_id = 8"), 1);
	fixture_sql(f, "DELETE FROM session WHERE user_id IN (7, 8)");
}

static size_t alive(struct fixture *f, int64_t now_ms)
{
	struct answer a;
	const int64_t ids[] = { 1, 2, 3, 4 };
	sessions_alive(f->archive, answer_read(&a), ids, 4, now_ms);
	answer_wait(f, &a);
	size_t count = a.count;
	answer_clear(&a);
	return count;
}

static void check_sessions(struct fixture *f)
{
	struct answer a;
	struct attempt *w;
	add_session(f, 1, 2, HASH_A);
	add_session(f, 2, 2, HASH_B);
	add_session(f, 3, 2, HASH_C);
	sessions_by_token(f->archive, answer_read(&a), HASH_B, NOW);
	answer_wait(f, &a);
	const struct session_row *s = a.rows;
	CHECK_INT(a.count, 1);
	CHECK_INT(s->session_id, 2);
	CHECK_SLICE(s->name, "bob");
	CHECK_SLICE(s->agent, "agent");
	CHECK_SLICE(s->address, "::1");
	CHECK_INT(s->expires_ms, NOW + 500);
	answer_clear(&a);
	sessions_by_token(f->archive, answer_read(&a), HASH_B, NOW + 500);
	answer_wait(f, &a);
	CHECK_INT(a.count, 0);
	answer_clear(&a);
	sessions_of_user(f->archive, answer_read(&a), 2, NOW);
	answer_wait(f, &a);
	CHECK_INT(a.count, 3);
	CHECK_INT(((const struct session_row *)a.rows)->session_id, 3);
	answer_clear(&a);
	CHECK_INT(alive(f, NOW), 3);
	w = attempt_new(NULL);
	write_session_seen(&w->write, w->arena, 2, NOW + 100, NOW + 900);
	CHECK_INT(finish(f, w), ERROR_OK);
	CHECK_INT(alive(f, NOW + 600), 1);
	w = attempt_new(NULL);
	write_session_end(&w->write, w->arena, 1, 3, 0);
	CHECK_INT(finish(f, w), ERROR_NOT_FOUND);
	w = attempt_new(NULL);
	write_session_end(&w->write, w->arena, 2, 3, 0);
	CHECK_INT(finish(f, w), ERROR_OK);
	w = attempt_new(NULL);
	write_session_end(&w->write, w->arena, 2, 0, 2);
	CHECK_INT(finish(f, w), ERROR_OK);
	CHECK_INT(alive(f, NOW), 1);
	w = attempt_new(NULL);
	write_account_role(&w->write, w->arena, 1, ROLE_ADMINISTRATOR);
	write_account_state(&w->write, w->arena, 2, ACCOUNT_DISABLED);
	CHECK_INT(finish(f, w), ERROR_OK);
	CHECK_INT(alive(f, NOW), 0);
}

static enum error use_invitation(struct fixture *f, int64_t id, int64_t now_ms)
{
	struct attempt *w = attempt_new(NULL);
	write_invitation_use(&w->write, w->arena, id, now_ms);
	return finish(f, w);
}

/* Rooms 100 … 119 with user 1 in them. The last one is gone; 118 is a direct room, of 117 the user
 * was taken out, and in 116 suspended. */
static void make_rooms(struct fixture *f, int64_t rooms[20])
{
	fixture_sql(f, "INSERT INTO room (id, group_id, disabled) SELECT seq, IF(seq = 118, NULL, "
		       "1), seq = 119 FROM seq_100_to_119");
	fixture_sql(f, "INSERT INTO room_member (room_id, user_id, joined_ms, suspended) SELECT "
		       "seq, IF(seq = 117, 2, 1), 0, seq = 116 FROM seq_100_to_119");
	for (int i = 0; i < 20; i++)
		rooms[i] = 100 + i;
}

/* The second one has no creator: `creator_id` 0 is an administrator. */
static void check_revoking(struct fixture *f)
{
	for (int64_t creator_id = 1; creator_id >= 0; creator_id--) {
		struct attempt *w = attempt_new(NULL);
		write_invitation_revoke(&w->write, w->arena, 2, creator_id);
		CHECK_INT(attempt_run(f, w), ERROR_OK);
		CHECK_INT(w->write.statements[0].affected, creator_id == 0);
		attempt_free(w);
	}
	CHECK_INT(use_invitation(f, 2, NOW), ERROR_LINK_INVALID);
}

static void check_invitations(struct fixture *f)
{
	struct answer a;
	int64_t rooms[20];
	make_rooms(f, rooms);
	struct attempt *w = attempt_new(NULL);
	struct new_invitation invitation = {
		.invitation_id = 1,
		.creator_id = 1,
		.token_hash = HASH_A,
		.now_ms = NOW,
		.expires_ms = NOW + 500,
		.max_uses = 2,
		.guest = true,
		.room_ids = rooms,
		.room_count = 20,
		.invitations_max = 100,
	};
	write_invitation(&w->write, w->arena, &invitation);
	invitation = (struct new_invitation){
		.invitation_id = 2,
		.token_hash = HASH_B,
		.now_ms = NOW + 1,
		.expires_ms = NOW + 500,
		.invitations_max = 100,
	};
	write_invitation(&w->write, w->arena, &invitation);
	CHECK_INT(finish(f, w), ERROR_OK);
	invitations_by_token(f->archive, answer_read(&a), HASH_A, NOW);
	answer_wait(f, &a);
	const struct invitation_row *i = a.rows;
	CHECK_INT(a.count, 1);
	CHECK_SLICE(i->creator_name, "Ada L.");
	CHECK(i->guest);
	CHECK_INT(i->room_count, 16);
	CHECK_INT(i->room_ids[0], 100);
	CHECK_INT(i->room_ids[15], 115);
	answer_clear(&a);
	invitations_of(f->archive, answer_read(&a), 0, NOW);
	answer_wait(f, &a);
	i = a.rows;
	CHECK_INT(a.count, 2);
	CHECK_INT(i[0].invitation_id, 2);
	CHECK_INT(i[0].room_count, 0);
	CHECK(i[0].creator_name.data == NULL);
	answer_clear(&a);
	CHECK_INT(use_invitation(f, 1, NOW + 500), ERROR_LINK_INVALID);
	CHECK_INT(use_invitation(f, 1, NOW), ERROR_OK);
	CHECK_INT(use_invitation(f, 1, NOW), ERROR_OK);
	CHECK_INT(use_invitation(f, 1, NOW), ERROR_LINK_INVALID);
	invitations_of(f->archive, answer_read(&a), 1, NOW);
	answer_wait(f, &a);
	CHECK_INT(a.count, 0);
	answer_clear(&a);
	check_revoking(f);
}

static size_t links(struct fixture *f, struct slice hash, int64_t now_ms)
{
	struct answer a;
	links_by_token(f->archive, answer_read(&a), hash, now_ms);
	answer_wait(f, &a);
	size_t count = a.count;
	if (count > 0) {
		CHECK_SLICE(((const struct link_row *)a.rows)->user_name, "ada");
		CHECK_INT(((const struct link_row *)a.rows)->kind, LINK_RESET);
	}
	answer_clear(&a);
	return count;
}

static void check_links(struct fixture *f)
{
	struct attempt *w = attempt_new(NULL);
	write_link(&w->write, w->arena, &(struct new_link){ LINK_RESET, 1, HASH_A, NOW, NOW + 10 });
	CHECK_INT(finish(f, w), ERROR_OK);
	w = attempt_new(NULL);
	write_link(&w->write, w->arena, &(struct new_link){ LINK_RESET, 1, HASH_B, NOW, 0 });
	CHECK_INT(finish(f, w), ERROR_OK);
	CHECK_INT(links(f, HASH_A, NOW), 0);
	CHECK_INT(links(f, HASH_B, NOW), 1);
	w = attempt_new(NULL);
	write_link_use(&w->write, w->arena, HASH_B, NOW);
	CHECK_INT(finish(f, w), ERROR_OK);
	w = attempt_new(NULL);
	write_link_use(&w->write, w->arena, HASH_B, NOW);
	CHECK_INT(finish(f, w), ERROR_LINK_INVALID);
	w = attempt_new(NULL);
	write_epoch_raise(&w->write, w->arena, 1);
	CHECK_INT(finish(f, w), ERROR_OK);
	w = attempt_new(NULL);
	write_epoch_raise(&w->write, w->arena, 1);
	CHECK_INT(finish(f, w), ERROR_CONFLICT);
}

static void check_all(const char *options)
{
	struct fixture f;
	fixture_open(&f, "whole", options);
	check_accounts(&f);
	check_roles(&f);
	check_streams(&f);
	check_messages(&f);
	check_rooms(&f);
	check_members(&f);
	check_sessions(&f);
	check_session_places(&f);
	check_invitations(&f);
	check_links(&f);
	CHECK_INT(fixture_holes(&f), 0);
	fixture_close(&f);
}

TEST(mariadb)
{
	check_all("");
}

TEST(plain_mysql)
{
	check_all("&dialect=mysql");
}
