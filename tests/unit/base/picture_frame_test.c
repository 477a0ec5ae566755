/* The frame of confab-picture: what is written is read, and nothing else is. */
#include "base/picture_frame.h"

#include "base/buffer.h"
#include "unit/harness.h"

#define JPEG_A "\xff\xd8\xff\xe0 full \xff\xd9"
#define JPEG_B "\xff\xd8\xff\xe0t\xff\xd9"

static struct buffer bytes;

static void write_frame(enum picture_status status, struct slice full, struct slice thumbnail)
{
	unsigned char head[PICTURE_FRAME_HEAD_SIZE];
	const struct picture_frame f = { status, full, thumbnail };
	buffer_clear(&bytes);
	picture_frame_head(&f, head);
	buffer_append(&bytes, head, sizeof(head));
	buffer_append_slice(&bytes, full);
	buffer_append_slice(&bytes, thumbnail);
}

static bool reads(struct picture_frame *f)
{
	return picture_frame_read(buffer_slice(&bytes), f);
}

TEST(a_pair_is_read_as_it_was_written)
{
	struct picture_frame f;
	write_frame(PICTURE_OK, SLICE(JPEG_A), SLICE(JPEG_B));
	CHECK(reads(&f));
	CHECK_INT(f.status, PICTURE_OK);
	CHECK(slice_equal(f.full, SLICE(JPEG_A)));
	CHECK(slice_equal(f.thumbnail, SLICE(JPEG_B)));
	buffer_clear(&bytes);
}

TEST(a_refusal_has_no_pictures)
{
	struct picture_frame f;
	for (int status = PICTURE_UNKNOWN; status <= PICTURE_TOO_MANY_PIXELS; status++) {
		write_frame((enum picture_status)status, SLICE(""), SLICE(""));
		CHECK(reads(&f));
		CHECK_INT(f.status, status);
		write_frame((enum picture_status)status, SLICE(JPEG_A), SLICE(JPEG_B));
		CHECK(!reads(&f));
	}
	buffer_clear(&bytes);
}

TEST(every_other_length_is_refused)
{
	struct picture_frame f;
	write_frame(PICTURE_OK, SLICE(JPEG_A), SLICE(JPEG_B));
	for (size_t size = 0; size < bytes.size; size++)
		CHECK(!picture_frame_read((struct slice){ bytes.data, size }, &f));
	buffer_append_byte(&bytes, 'x');
	CHECK(!reads(&f));
	buffer_clear(&bytes);
}

TEST(sizes_that_overflow_are_refused)
{
	struct picture_frame f;
	write_frame(PICTURE_OK, SLICE(JPEG_A), SLICE(JPEG_B));
	memset(bytes.data + 8, 0xff, 8);
	CHECK(!reads(&f));
	buffer_clear(&bytes);
}

TEST(what_is_no_jpeg_is_refused)
{
	static const struct slice others[] = { { "", 0 },
					       { "<script>", 8 },
					       { "\xff\xd8\xff", 3 },
					       { "\xff\xd8\xff\xe0 no end", 11 },
					       { "GIF89a\xff\xd9", 8 } };
	struct picture_frame f;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		write_frame(PICTURE_OK, others[i], SLICE(JPEG_B));
		CHECK(!reads(&f));
		write_frame(PICTURE_OK, SLICE(JPEG_A), others[i]);
		CHECK(!reads(&f));
	}
	buffer_clear(&bytes);
}

TEST(unknown_statuses_and_other_magics_are_refused)
{
	struct picture_frame f;
	write_frame(PICTURE_BROKEN, SLICE(""), SLICE(""));
	bytes.data[7] = 5;
	CHECK(!reads(&f));
	bytes.data[7] = PICTURE_BROKEN;
	CHECK(reads(&f));
	bytes.data[0] = 'C';
	CHECK(!reads(&f));
	buffer_clear(&bytes);
}
