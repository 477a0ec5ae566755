#pragma once

#include "picture/picture.h"
#include "picture/square.h"

/* The formats, one file each, all the same way: size checked against the limit as soon as the
 * header is read, then row by row into a reduction. */

struct decoded {
	struct square square;
	int orientation; /* as EXIF has it; 1 if it says nothing */
};

enum picture_status jpeg_decode(struct slice bytes, const struct picture_limits *limits,
				struct decoded *out);
enum picture_status png_decode(struct slice bytes, const struct picture_limits *limits,
			       struct decoded *out);
enum picture_status webp_decode(struct slice bytes, const struct picture_limits *limits,
				struct decoded *out);
enum picture_status gif_decode(struct slice bytes, const struct picture_limits *limits,
			       struct decoded *out);

enum { DECODER_SIDE_MAX = 65535 };

/* What speaks against a canvas of that size: PICTURE_OK, PICTURE_BROKEN (empty) or
 * PICTURE_TOO_MANY_PIXELS. */
enum picture_status decoder_check_size(const struct picture_limits *limits, uint64_t width,
				       uint64_t height);
