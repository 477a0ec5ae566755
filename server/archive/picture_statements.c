/* Writes about profile pictures. */
#include "archive/pictures.h"

static void set_image(struct write *w, struct arena *arena, int64_t user_id, struct slice image)
{
	/* user_pk */
	struct statement *s = write_statement(w, arena, "UPDATE user SET image = ? WHERE id = ?");
	if (image.data)
		statement_text(s, image);
	else
		statement_null(s);
	statement_int(s, user_id);
	s->must_match = true;
	s->on_nothing = ERROR_NOT_FOUND;
}

static void remove_all(struct write *w, struct arena *arena, int64_t user_id)
{
	/* picture_user */
	struct statement *s = write_statement(w, arena, "DELETE FROM picture WHERE user_id = ?");
	statement_int(s, user_id);
}

void write_picture(struct write *w, struct arena *arena, const struct new_picture *picture)
{
	/* First the person's row: two pictures at the same time come one after the other. */
	set_image(w, arena, picture->user_id, picture->image);
	remove_all(w, arena, picture->user_id);
	struct statement *s = write_statement(w, arena,
					      "INSERT INTO picture (token, user_id, created_ms, "
					      "thumbnail, large) VALUES (?, ?, ?, ?, ?)");
	statement_bytes(s, picture->token);
	statement_int(s, picture->user_id);
	statement_int(s, picture->created_ms);
	statement_bytes(s, picture->thumbnail);
	statement_bytes(s, picture->full);
}

void write_picture_remove(struct write *w, struct arena *arena, int64_t user_id)
{
	set_image(w, arena, user_id, (struct slice){ NULL, 0 });
	remove_all(w, arena, user_id);
}
