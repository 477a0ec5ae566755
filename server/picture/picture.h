#pragma once

#include "base/buffer.h"
#include "base/picture_frame.h"
#include "base/slice.h"

/* From a picture that somebody sent to the two JPEGs that everybody sees. Runs in confab-picture
 * alone, behind its sandbox; knows nothing of files, sockets or the server. */

struct picture_limits {
	uint64_t pixels_max; /* of the canvas, as its header says */
};

struct picture_pair {
	struct buffer full;
	struct buffer thumbnail;
};

/* Decodes JPEG, PNG, WebP or GIF (of an animation the first frame), turns it as its EXIF says, cuts
 * the square in its middle, lays it on white and makes two JPEGs without any metadata. With
 * PICTURE_OK the caller clears both; otherwise they are empty. */
enum picture_status picture_make(struct slice bytes, const struct picture_limits *limits,
				 struct picture_pair *out);
