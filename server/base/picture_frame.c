/* The frame between confab-picture and a worker. */
#include "base/picture_frame.h"

enum { JPEG_SIZE_MIN = 4 };

static const char magic[4] = { 'c', 'p', 'i', 'c' };

static void put_number(unsigned char *out, size_t number)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(number >> (24 - 8 * i));
}

static size_t get_number(const char *from)
{
	size_t number = 0;
	for (int i = 0; i < 4; i++)
		number = number << 8 | (unsigned char)from[i];
	return number;
}

void picture_frame_head(const struct picture_frame *f, unsigned char out[PICTURE_FRAME_HEAD_SIZE])
{
	memcpy(out, magic, sizeof(magic));
	put_number(out + 4, (size_t)f->status);
	put_number(out + 8, f->full.size);
	put_number(out + 12, f->thumbnail.size);
}

static bool is_jpeg(struct slice s)
{
	return s.size >= JPEG_SIZE_MIN && memcmp(s.data, "\xff\xd8\xff", 3) == 0 &&
	       memcmp(s.data + s.size - 2, "\xff\xd9", 2) == 0;
}

bool picture_frame_read(struct slice output, struct picture_frame *f)
{
	*f = (struct picture_frame){ .status = PICTURE_BROKEN };
	if (output.size < PICTURE_FRAME_HEAD_SIZE || memcmp(output.data, magic, sizeof(magic)) != 0)
		return false;
	size_t status = get_number(output.data + 4);
	size_t full = get_number(output.data + 8);
	size_t thumbnail = get_number(output.data + 12);
	/* Each fits 32 bits, so the sum cannot overflow. */
	if (status > PICTURE_TOO_MANY_PIXELS ||
	    output.size != PICTURE_FRAME_HEAD_SIZE + full + thumbnail)
		return false;
	f->status = (enum picture_status)status;
	if (f->status != PICTURE_OK)
		return full + thumbnail == 0;
	f->full = (struct slice){ output.data + PICTURE_FRAME_HEAD_SIZE, full };
	f->thumbnail = (struct slice){ f->full.data + full, thumbnail };
	return is_jpeg(f->full) && is_jpeg(f->thumbnail);
}
