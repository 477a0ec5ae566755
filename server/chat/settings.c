/* One's own settings, the same in all sessions. Those that others must respect (what one shows of
 * oneself) reach every worker with the change. */
#include "archive/people.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct setting {
	struct request *r;
	struct settings_changes changes;
	struct write write;
};

static void settings_stored(void *owner, enum error e, struct write *w);
static void settings_read_again(void *owner, enum error e, void *rows, size_t count);

/* Letters, digits and hyphens, as in "pt-BR". */
static bool language_valid(struct slice language)
{
	for (size_t i = 0; i < language.size; i++) {
		const char c = language.data[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    c != '-')
			return false;
	}
	return true;
}

static int64_t given(bool has, int64_t value)
{
	return has ? value : -1;
}

static struct settings_changes changes_of(const struct settings_set_input *in)
{
	return (struct settings_changes){
		.theme = given(in->has_theme, in->theme),
		.density = given(in->has_density, in->density),
		.language = in->has_language ? in->language : (struct slice){ NULL, 0 },
		.show_typing = given(in->has_show_typing, in->show_typing),
		.show_read = given(in->has_show_read, in->show_read),
		.show_presence = given(in->has_show_presence, in->show_presence),
		.message_sound = given(in->has_message_sound, in->message_sound),
		.online_change_sound = given(in->has_online_change_sound, in->online_change_sound),
		.embedded_youtube = given(in->has_embedded_youtube, in->embedded_youtube),
		.highlight_code = given(in->has_highlight_code, in->highlight_code),
		.suggestions = given(in->has_suggestions, in->suggestions),
		.enter_sends = given(in->has_enter_sends, in->enter_sends),
		.emoji_skin = given(in->has_emoji_skin, in->emoji_skin),
	};
}

void settings_set(struct request *r, const struct settings_set_input *in)
{
	if (in->has_language && !language_valid(in->language)) {
		request_fail_text(r, ERROR_INVALID, "language: must be like en or pt-BR");
		return;
	}
	struct setting *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	s->changes = changes_of(in);
	struct change *change = write_change(&s->write, -r->user_id, CHANGE_SETTINGS_CHANGED,
					     r->user_id, r->user_id);
	change->at_ms = clock_wall_ms();
	write_settings(&s->write, r->arena, r->user_id, &s->changes);
	s->write.done = settings_stored;
	s->write.owner = s;
	archive_write(chat()->archive, &s->write);
}

/* Read back as healing would: another session may have changed others of them meanwhile. */
static void settings_stored(void *owner, enum error e, struct write *w)
{
	struct setting *s = owner;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	const struct change *change = &w->changes[0];
	struct read read = { s->r->arena, settings_read_again, s };
	streams_changes(chat()->archive, read, change->stream_id, change->seq - 1, 1);
}

static void settings_read_again(void *owner, enum error e, void *rows, size_t count)
{
	struct setting *s = owner;
	if (e || count == 0) {
		request_fail(s->r, e ? e : ERROR_INTERNAL);
		return;
	}
	const struct change_row *row = rows;
	change_publish(row, s->write.changes[0].epoch);
	const struct settings_view view = settings_view_of(&row->settings);
	struct settings_set_reply reply = { .settings = &view };
	settings_set_answer(s->r, &reply);
}
