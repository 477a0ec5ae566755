/* Writes about what people say of themselves. */
#include "archive/people.h"

static void must_be_there(struct statement *s)
{
	s->must_match = true;
	s->on_nothing = ERROR_NOT_FOUND;
}

static void part_values(struct statement *s, const struct profile_part *part)
{
	statement_int(s, part->given);
	if (part->text.size > 0)
		statement_text(s, part->text);
	else
		statement_null(s);
}

void write_profile(struct write *w, struct arena *arena, int64_t user_id,
		   const struct profile_changes *changes)
{
	/* user_pk */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE user SET display_name = COALESCE(?, display_name), "
				"sex = COALESCE(?, sex) WHERE id = ?");
	if (changes->display_name.given)
		statement_text(s, changes->display_name.text);
	else
		statement_null(s);
	if (changes->has_sex)
		statement_int(s, changes->sex);
	else
		statement_null(s);
	statement_int(s, user_id);
	must_be_there(s);
	/* user_profile_pk */
	s = write_statement(w, arena,
			    "INSERT INTO user_profile (user_id) VALUES (?) "
			    "ON DUPLICATE KEY UPDATE user_id = user_profile.user_id");
	statement_int(s, user_id);
	s = write_statement(w, arena,
			    "UPDATE user_profile SET given_name = IF(?, ?, given_name), "
			    "surname = IF(?, ?, surname), city = IF(?, ?, city), "
			    "contacts = IF(?, ?, contacts), birthday = IF(?, ?, birthday) "
			    "WHERE user_id = ?");
	part_values(s, &changes->given_name);
	part_values(s, &changes->surname);
	part_values(s, &changes->city);
	part_values(s, &changes->contacts);
	part_values(s, &changes->birthday);
	statement_int(s, user_id);
}

void write_status(struct write *w, struct arena *arena, int64_t user_id,
		  const struct new_status *status)
{
	/* user_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE user SET status_emoji = NULLIF(?, ''), status_text = NULLIF(?, ''), "
		"status_until_ms = ? WHERE id = ?");
	statement_text(s, status->emoji);
	statement_text(s, status->text);
	statement_int(s, status->until_ms);
	statement_int(s, user_id);
	must_be_there(s);
}

static void given_int(struct statement *s, int64_t value)
{
	if (value < 0)
		statement_null(s);
	else
		statement_int(s, value);
}

void write_settings(struct write *w, struct arena *arena, int64_t user_id,
		    const struct settings_changes *c)
{
	/* user_pk: what others must respect stands beside the person */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE user SET show_typing = COALESCE(?, show_typing), "
				"show_read = COALESCE(?, show_read), "
				"show_presence = COALESCE(?, show_presence) WHERE id = ?");
	given_int(s, c->show_typing);
	given_int(s, c->show_read);
	given_int(s, c->show_presence);
	statement_int(s, user_id);
	must_be_there(s);
	/* user_settings_pk */
	s = write_statement(w, arena,
			    "INSERT INTO user_settings (user_id) VALUES (?) "
			    "ON DUPLICATE KEY UPDATE user_id = user_settings.user_id");
	statement_int(s, user_id);
	s = write_statement(
		w, arena,
		"UPDATE user_settings SET theme = COALESCE(?, theme), "
		"density = COALESCE(?, density), language = COALESCE(?, language), "
		"message_sound = COALESCE(?, message_sound), "
		"online_change_sound = COALESCE(?, online_change_sound), "
		"embedded_youtube = COALESCE(?, embedded_youtube), "
		"highlight_code = COALESCE(?, highlight_code), "
		"suggestions = COALESCE(?, suggestions), enter_sends = COALESCE(?, enter_sends), "
		"emoji_skin = COALESCE(?, emoji_skin) WHERE user_id = ?");
	given_int(s, c->theme);
	given_int(s, c->density);
	if (c->language.data)
		statement_text(s, c->language);
	else
		statement_null(s);
	given_int(s, c->message_sound);
	given_int(s, c->online_change_sound);
	given_int(s, c->embedded_youtube);
	given_int(s, c->highlight_code);
	given_int(s, c->suggestions);
	given_int(s, c->enter_sends);
	given_int(s, c->emoji_skin);
	statement_int(s, user_id);
}
