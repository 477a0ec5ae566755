/* Profile pictures. */
#include "archive/pictures.h"

#include "archive/reader.h"

static const struct shape picture_shape = { sizeof(struct picture_row),
					    1,
					    {
						    { COLUMN_TEXT,
						      offsetof(struct picture_row, bytes) },
					    } };

/* picture_pk */
static const char *const selects[] = {
	[PICTURE_FULL] = "SELECT large FROM picture WHERE token = ?",
	[PICTURE_THUMBNAIL] = "SELECT thumbnail FROM picture WHERE token = ?",
};

void pictures_by_token(struct archive *a, struct read read, struct slice token,
		       enum picture_size size)
{
	struct reading *r = reading_new(read, selects[size], &picture_shape);
	reading_bytes(r, token);
	reading_start(a, r);
}
