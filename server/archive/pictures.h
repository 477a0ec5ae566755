#pragma once

#include "archive/archive.h"
#include "archive/write.h"

/* Profile pictures. A token is the secret in a picture's address and is never used again. */

struct picture_row {
	struct slice bytes; /* a JPEG */
};

enum picture_size {
	PICTURE_FULL,
	PICTURE_THUMBNAIL,
};

/* Rows: one struct picture_row or none. */
void pictures_by_token(struct archive *a, struct read read, struct slice token,
		       enum picture_size size);

struct new_picture {
	struct slice token;
	int64_t user_id;
	int64_t created_ms;
	struct slice full;
	struct slice thumbnail;
	struct slice image; /* the address that user.image gets */
};

/* Stores it as the person's own; those before it are removed. */
void write_picture(struct write *w, struct arena *arena, const struct new_picture *picture);
/* Removes all of the person's. */
void write_picture_remove(struct write *w, struct arena *arena, int64_t user_id);
