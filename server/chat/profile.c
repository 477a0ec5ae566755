/* What one says of oneself: name, profile, status line. After a change the person is read again,
 * for the answer, the own sessions and those who see the person. */
#include "archive/people.h"
#include "base/clock.h"
#include "base/states.h"
#include "base/text.h"
#include "chat/account_view.h"
#include "chat/chat.h"
#include "chat/emoji.h"
#include "chat/membership.h"
#include "chat/people.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

static const int64_t STATUS_LIFE_MAX_MS = 366LL * 24 * 60 * 60 * 1000;

struct changing {
	struct request *r;
	struct profile_changes changes;
	struct new_status status;
	void (*reply)(struct request *r, const struct profile_row *profile);
	struct write write;
};

static void profile_stored(void *owner, enum error e, struct write *w);
static void profile_read_again(void *owner, enum error e, void *rows, size_t count);

/* Begins a write about oneself; the caller adds its statements and calls profile_store. */
static struct changing *changing_new(struct request *r)
{
	struct changing *c = arena_take(r->arena, sizeof(*c));
	c->r = r;
	struct change *change = write_change(&c->write, -r->user_id, CHANGE_ACCOUNT_CHANGED,
					     r->user_id, r->user_id);
	change->at_ms = clock_wall_ms();
	return c;
}

static void profile_store(struct changing *c,
			  void (*reply)(struct request *r, const struct profile_row *profile))
{
	c->reply = reply;
	c->write.done = profile_stored;
	c->write.owner = c;
	archive_write(chat()->archive, &c->write);
}

static void profile_stored(void *owner, enum error e, struct write *w)
{
	struct changing *c = owner;
	(void)w;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	people_changed(c->r->user_id);
	struct read read = { c->r->arena, profile_read_again, c };
	profiles_by_id(chat()->archive, read, c->r->user_id, c->r->user_id);
}

static void profile_read_again(void *owner, enum error e, void *rows, size_t count)
{
	struct changing *c = owner;
	if (e || count == 0) {
		request_fail(c->r, e ? e : ERROR_UNAUTHENTICATED);
		return;
	}
	const struct profile_row *profile = rows;
	membership_publish(&c->write, &profile->account);
	c->reply(c->r, profile);
}

/* ---- views ---- */

/* Pictures are stored by the address of their small form. */
static struct slice picture_full(struct arena *arena, struct slice image)
{
	const struct slice small = SLICE("/photo/thumbnail/");
	const struct slice full = SLICE("/photo/");
	if (!image.data || image.size < small.size ||
	    memcmp(image.data, small.data, small.size) != 0)
		return image;
	struct buffer url = { 0 };
	buffer_append_slice(&url, full);
	buffer_append(&url, image.data + small.size, image.size - small.size);
	struct slice kept = arena_copy(arena, buffer_slice(&url));
	buffer_clear(&url);
	return kept;
}

static struct profile_view profile_view_of(const struct request *r, const struct profile_row *p)
{
	const struct account_row *a = &p->account;
	const bool status = a->status_emoji.data || a->status_text.data;
	const bool own = a->user_id == r->user_id;
	return (struct profile_view){
		.user_id = a->user_id,
		.name = a->name,
		.display_name = a->display_name,
		.has_given_name = p->given_name.data != NULL,
		.given_name = p->given_name,
		.has_surname = p->surname.data != NULL,
		.surname = p->surname,
		.has_city = p->city.data != NULL,
		.city = p->city,
		.has_contacts = p->contacts.data != NULL,
		.contacts = p->contacts,
		.has_birthday = p->birthday.data != NULL,
		.birthday = p->birthday,
		.sex = a->sex,
		.has_email = own && a->email.data != NULL,
		.email = a->email,
		.has_image = a->image.data != NULL,
		.image = picture_full(r->arena, a->image),
		.has_status_emoji = a->status_emoji.data != NULL,
		.status_emoji = a->status_emoji,
		.has_status_text = a->status_text.data != NULL,
		.status_text = a->status_text,
		.status_until_ms = status ? a->status_until_ms : 0,
		.role = a->role,
		.bot = a->bot,
		.created_ms = a->created_ms,
	};
}

/* ---- reading ---- */

static void profile_found(void *owner, enum error e, void *rows, size_t count);

void profile_get(struct request *r, const struct profile_get_input *in)
{
	struct read read = { r->arena, profile_found, r };
	profiles_by_id(chat()->archive, read, r->user_id, in->user_id);
}

static void profile_found(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e || count == 0) {
		request_fail(r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	const struct profile_view view = profile_view_of(r, rows);
	struct profile_get_reply reply = { .profile = &view };
	profile_get_answer(r, &reply);
}

/* ---- name and profile ---- */

static void rename_reply(struct request *r, const struct profile_row *profile)
{
	struct account_rename_reply reply = { .display_name = profile->account.display_name };
	account_rename_answer(r, &reply);
}

void account_rename(struct request *r, const struct account_rename_input *in)
{
	struct changing *c = changing_new(r);
	c->changes.display_name = (struct profile_part){ true, in->display_name };
	write_profile(&c->write, r->arena, r->user_id, &c->changes);
	profile_store(c, rename_reply);
}

/* The days of `month` in `year`, both of the Gregorian calendar. */
static int64_t days_in(int64_t year, int64_t month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

/* YYYY-MM-DD, a day that there was, not before 1900 and not after tomorrow (somewhere it is). */
static bool birthday_valid(struct slice text)
{
	int64_t year;
	int64_t month;
	int64_t day;
	if (text.size != 10 || text.data[4] != '-' || text.data[7] != '-' ||
	    !text_to_int((struct slice){ text.data, 4 }, 1900, 9999, &year) ||
	    !text_to_int((struct slice){ text.data + 5, 2 }, 1, 12, &month) ||
	    !text_to_int((struct slice){ text.data + 8, 2 }, 1, days_in(year, month), &day))
		return false;
	char latest[11];
	clock_date(clock_wall_ms() + 24LL * 60 * 60 * 1000, latest);
	return memcmp(text.data, latest, 10) <= 0;
}

static void set_reply(struct request *r, const struct profile_row *profile)
{
	const struct profile_view view = profile_view_of(r, profile);
	struct profile_set_reply reply = { .profile = &view };
	profile_set_answer(r, &reply);
}

void profile_set(struct request *r, const struct profile_set_input *in)
{
	if (in->has_birthday && in->birthday.size > 0 && !birthday_valid(in->birthday)) {
		request_fail_text(r, ERROR_INVALID, "birthday: must be a past day, YYYY-MM-DD");
		return;
	}
	struct changing *c = changing_new(r);
	c->changes = (struct profile_changes){
		.display_name = { in->has_display_name, in->display_name },
		.given_name = { in->has_given_name, in->given_name },
		.surname = { in->has_surname, in->surname },
		.city = { in->has_city, in->city },
		.contacts = { in->has_contacts, in->contacts },
		.birthday = { in->has_birthday, in->birthday },
		.has_sex = in->has_sex,
		.sex = in->sex,
	};
	write_profile(&c->write, r->arena, r->user_id, &c->changes);
	profile_store(c, set_reply);
}

/* ---- status ---- */

static enum error status_refusal(const struct profile_set_status_input *in, const char **why)
{
	const int64_t now_ms = clock_wall_ms();
	*why = NULL;
	if (in->emoji.size > 0 && !emoji_valid(in->emoji))
		*why = "emoji: must be one emoji";
	else if (in->until_ms != 0 && in->until_ms <= now_ms)
		*why = "until: must be in the future";
	else if (in->until_ms > now_ms + STATUS_LIFE_MAX_MS)
		*why = "until: must be within a year";
	return *why ? ERROR_INVALID : ERROR_OK;
}

static void status_reply(struct request *r, const struct profile_row *profile)
{
	const struct profile_view view = profile_view_of(r, profile);
	struct profile_set_status_reply reply = { .profile = &view };
	profile_set_status_answer(r, &reply);
}

void profile_set_status(struct request *r, const struct profile_set_status_input *in)
{
	const char *why;
	enum error e = status_refusal(in, &why);
	if (e) {
		request_fail_text(r, e, "%s", why);
		return;
	}
	const bool none = in->emoji.size == 0 && in->text.size == 0;
	struct changing *c = changing_new(r);
	c->status = (struct new_status){ in->emoji, in->text, none ? 0 : in->until_ms };
	write_status(&c->write, r->arena, r->user_id, &c->status);
	profile_store(c, status_reply);
}
