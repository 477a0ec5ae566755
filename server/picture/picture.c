/* Which decoder, and what is made of its square. */
#include "picture/picture.h"

#include "picture/decoder.h"
#include "picture/jpeg_encode.h"
#include "picture/square.h"

typedef enum picture_status decode(struct slice bytes, const struct picture_limits *limits,
				   struct decoded *out);

/* How each format begins; a wildcard matches any byte. */
static const struct {
	struct slice beginning;
	decode *decode;
} formats[] = {
	{ { "\xff\xd8\xff", 3 }, jpeg_decode },  { { "\x89PNG\r\n\x1a\n", 8 }, png_decode },
	{ { "RIFF????WEBP", 12 }, webp_decode }, { { "GIF87a", 6 }, gif_decode },
	{ { "GIF89a", 6 }, gif_decode },
};

static bool begins_with(struct slice bytes, struct slice beginning)
{
	if (bytes.size < beginning.size)
		return false;
	for (size_t i = 0; i < beginning.size; i++)
		if (beginning.data[i] != '?' && bytes.data[i] != beginning.data[i])
			return false;
	return true;
}

static decode *find_decoder(struct slice bytes)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (begins_with(bytes, formats[i].beginning))
			return formats[i].decode;
	return NULL;
}

enum picture_status decoder_check_size(const struct picture_limits *limits, uint64_t width,
				       uint64_t height)
{
	if (width == 0 || height == 0)
		return PICTURE_BROKEN;
	if (width > DECODER_SIDE_MAX || height > DECODER_SIDE_MAX ||
	    width * height > limits->pixels_max)
		return PICTURE_TOO_MANY_PIXELS;
	return PICTURE_OK;
}

static void encode_both(const struct square *square, struct picture_pair *out)
{
	struct square small;
	square_reduce(square, PICTURE_THUMBNAIL_SIDE_MAX, &small);
	jpeg_encode(square, &out->full);
	jpeg_encode(&small, &out->thumbnail);
	square_clear(&small);
}

enum picture_status picture_make(struct slice bytes, const struct picture_limits *limits,
				 struct picture_pair *out)
{
	decode *decoder = find_decoder(bytes);
	struct decoded decoded = { .orientation = 1 };
	*out = (struct picture_pair){ 0 };
	if (!decoder)
		return PICTURE_UNKNOWN;
	enum picture_status status = decoder(bytes, limits, &decoded);
	if (status == PICTURE_OK) {
		square_orient(&decoded.square, decoded.orientation);
		encode_both(&decoded.square, out);
	}
	square_clear(&decoded.square);
	return status;
}
