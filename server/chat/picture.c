/* One's own picture. What was sent is decoded by confab-picture, behind its sandbox; a worker never
 * looks into it. Stored is what that made of it, under an address that is a secret and never used
 * again. */
#include "chat/picture.h"

#include <stdio.h>

#include "archive/accounts.h"
#include "archive/pictures.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/picture_frame.h"
#include "base/random.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/limits.h"
#include "chat/people.h"
#include "net/helper.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

enum {
	/* Letters and digits: 190 random bits. */
	TOKEN_SIZE = 32,
	ADDRESS_SIZE = 64,
	/* The sandbox gives it 5 s of its own time; the rest is waiting for a busy machine. */
	DEADLINE_MS = 20000,
	/* Two JPEGs of noise are half of that. */
	OUTPUT_MAX = 1024 * 1024,
};

static struct {
	struct helpers *helpers;
	char *path;
	char bytes_max[24];
	const char *arguments[3];
} opened;

void picture_open(void)
{
	const struct config *config = chat()->config;
	struct buffer path = { 0 };
	buffer_format(&path, "%s/confab-picture", config->helpers_dir);
	buffer_append_byte(&path, '\0');
	opened.path = memory_text(path.data);
	buffer_clear(&path);
	snprintf(opened.bytes_max, sizeof(opened.bytes_max), "%lld",
		 (long long)config->picture_bytes_max);
	opened.arguments[0] = "confab-picture";
	opened.arguments[1] = opened.bytes_max;
	opened.helpers = helpers_new(chat()->loop,
				     &(struct helper_settings){
					     .path = opened.path,
					     .arguments = opened.arguments,
					     .running_max = (size_t)config->pictures_at_once,
					     .waiting_max = (size_t)config->picture_queue_max,
					     .output_max = OUTPUT_MAX,
					     .deadline_ms = DEADLINE_MS,
				     });
}

void picture_close(void)
{
	helpers_free(opened.helpers);
	memory_free(opened.path);
	memset(&opened, 0, sizeof(opened));
}

/* ---- sending one ---- */

struct uploading {
	struct request *r;
	struct slice body;
	char token[TOKEN_SIZE + 1];
	char large[ADDRESS_SIZE];
	char thumbnail[ADDRESS_SIZE];
	struct write write;
};

static void upload_allowed(void *owner);
static void upload_made_smaller(void *owner, enum helper_end end, struct slice output);
static void upload_store(struct uploading *u, const struct picture_frame *frame);
static void upload_stored(void *owner, enum error e, struct write *w);

void picture_upload(struct request *r, const struct picture_upload_input *in)
{
	struct uploading *u = arena_take(r->arena, sizeof(*u));
	u->r = r;
	u->body = in->body;
	if (in->body.size > (size_t)chat()->config->picture_bytes_max) {
		request_fail(r, ERROR_TOO_LARGE);
		return;
	}
	char who[24];
	int64_t per_hour = chat()->config->rate_pictures_per_hour;
	snprintf(who, sizeof(who), "%lld", (long long)r->user_id);
	const struct limit_row row = { limit_key(r, "picture", slice_of(who)), per_hour, per_hour };
	limits_take(r, &row, 1, upload_allowed, u);
}

static void upload_allowed(void *owner)
{
	struct uploading *u = owner;
	if (!helpers_run(opened.helpers, u->body, upload_made_smaller, u))
		request_fail(u->r, ERROR_BUSY);
}

/* A helper that was killed or wrote nonsense has met something hostile, which is no fault of the
 * server; one that gave up could not enter its sandbox. */
static enum error picture_error(enum helper_end end, struct slice output,
				struct picture_frame *frame)
{
	static const enum error of_status[] = {
		[PICTURE_OK] = ERROR_OK,
		[PICTURE_UNKNOWN] = ERROR_NOT_A_PICTURE,
		[PICTURE_BROKEN] = ERROR_NOT_A_PICTURE,
		[PICTURE_TOO_LARGE] = ERROR_TOO_LARGE,
		[PICTURE_TOO_MANY_PIXELS] = ERROR_TOO_MANY_PIXELS,
	};
	switch (end) {
	case HELPER_OK:
		return picture_frame_read(output, frame) ? of_status[frame->status]
							 : ERROR_NOT_A_PICTURE;
	case HELPER_CRASHED:
		return ERROR_NOT_A_PICTURE;
	case HELPER_LATE:
		return ERROR_TIMEOUT;
	case HELPER_FAILED:
	case HELPER_MISSING:
		return ERROR_INTERNAL;
	case HELPER_CANCELLED:
		return ERROR_UNAVAILABLE;
	}
	return ERROR_INTERNAL;
}

static void upload_made_smaller(void *owner, enum helper_end end, struct slice output)
{
	struct uploading *u = owner;
	struct picture_frame frame;
	enum error e = picture_error(end, output, &frame);
	if (e)
		request_fail(u->r, e);
	else
		upload_store(u, &frame);
}

static void change_account(struct write *w, const struct request *r)
{
	struct change *change = write_change(w, -r->user_id, CHANGE_ACCOUNT_CHANGED, r->user_id,
					     r->user_id);
	change->at_ms = clock_wall_ms();
}

static void upload_store(struct uploading *u, const struct picture_frame *frame)
{
	struct request *r = u->r;
	random_text(u->token, TOKEN_SIZE);
	snprintf(u->large, sizeof(u->large), "/photo/%s.jpeg", u->token);
	snprintf(u->thumbnail, sizeof(u->thumbnail), "/photo/thumbnail/%s.jpeg", u->token);
	const struct new_picture picture = {
		.token = slice_of(u->token),
		.user_id = r->user_id,
		.created_ms = clock_wall_ms(),
		.full = arena_copy(r->arena, frame->full),
		.thumbnail = arena_copy(r->arena, frame->thumbnail),
		.image = slice_of(u->thumbnail),
	};
	change_account(&u->write, r);
	write_picture(&u->write, r->arena, &picture);
	u->write.done = upload_stored;
	u->write.owner = u;
	archive_write(chat()->archive, &u->write);
}

static void upload_stored(void *owner, enum error e, struct write *w)
{
	struct uploading *u = owner;
	if (e) {
		request_fail(u->r, e);
		return;
	}
	change_announce(w);
	people_changed(u->r->user_id);
	struct picture_upload_reply reply = {
		.image = slice_of(u->large),
		.thumbnail = slice_of(u->thumbnail),
	};
	picture_upload_answer(u->r, &reply);
}

/* ---- removing it ---- */

struct removing {
	struct request *r;
	struct write write;
};

static void remove_found(void *owner, enum error e, void *rows, size_t count);
static void remove_stored(void *owner, enum error e, struct write *w);

void picture_remove(struct request *r, const struct picture_remove_input *in)
{
	struct removing *m = arena_take(r->arena, sizeof(*m));
	(void)in;
	m->r = r;
	struct read read = { r->arena, remove_found, m };
	accounts_by_id(chat()->archive, read, r->user_id);
}

static void remove_answer(struct request *r)
{
	struct picture_remove_reply reply = { .ok = true };
	picture_remove_answer(r, &reply);
}

static void remove_found(void *owner, enum error e, void *rows, size_t count)
{
	struct removing *m = owner;
	const struct account_row *account = rows;
	if (e || count == 0) {
		request_fail(m->r, e ? e : ERROR_UNAUTHENTICATED);
		return;
	}
	if (!account->image.data) {
		remove_answer(m->r);
		return;
	}
	change_account(&m->write, m->r);
	write_picture_remove(&m->write, m->r->arena, m->r->user_id);
	m->write.done = remove_stored;
	m->write.owner = m;
	archive_write(chat()->archive, &m->write);
}

static void remove_stored(void *owner, enum error e, struct write *w)
{
	struct removing *m = owner;
	if (e) {
		request_fail(m->r, e);
		return;
	}
	change_announce(w);
	people_changed(m->r->user_id);
	remove_answer(m->r);
}
