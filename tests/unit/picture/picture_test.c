/* Pictures of every kind, sound and hostile. Most show four quarters: red, green, blue, yellow. */
#include "picture/picture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "picture/decoder.h"
#include "unit/harness.h"

static const struct picture_limits limits = { .pixels_max = PICTURE_PIXELS_MAX };

static struct buffer file;

static struct slice load(const char *name)
{
	char path[512];
	ssize_t n;
	snprintf(path, sizeof(path), SOURCE_DIR "/tests/unit/picture/fixtures/%s", name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(fd >= 0);
	buffer_clear(&file);
	while ((n = read(fd, buffer_reserve(&file, 4096), 4096)) > 0)
		file.size += (size_t)n;
	close(fd);
	CHECK(file.size > 0);
	return buffer_slice(&file);
}

static void clear(struct picture_pair *pair)
{
	buffer_clear(&pair->full);
	buffer_clear(&pair->thumbnail);
	buffer_clear(&file);
}

/* What a picture that we made shows, decoded once more. */
static struct square show(const struct buffer *jpeg)
{
	struct decoded decoded = { 0 };
	CHECK_INT(jpeg_decode(buffer_slice(jpeg), &limits, &decoded), PICTURE_OK);
	CHECK_INT(decoded.orientation, 1);
	return decoded.square;
}

static bool is_near(const uint8_t *pixel, unsigned int color)
{
	for (int i = 0; i < 3; i++) {
		int wanted = (int)(color >> (16 - 8 * i) & 0xff);
		if (abs(pixel[i] - wanted) > 16)
			return false;
	}
	return true;
}

/* The colours in the middles of the four quarters, row by row. */
static void check_quarters(const struct buffer *jpeg, const unsigned int colors[4])
{
	struct square s = show(jpeg);
	for (size_t i = 0; i < 4; i++) {
		size_t x = s.side * (i % 2 ? 3U : 1U) / 4;
		size_t y = s.side * (i / 2 ? 3U : 1U) / 4;
		CHECK(is_near(s.pixels + (y * s.side + x) * 3, colors[i]));
	}
	square_clear(&s);
}

static void check_side(const struct buffer *jpeg, uint32_t side)
{
	struct square s = show(jpeg);
	CHECK_INT(s.side, side);
	square_clear(&s);
}

enum { RED = 0xff0000, GREEN = 0x00ff00, BLUE = 0x0000ff, YELLOW = 0xffff00, WHITE = 0xffffff };

static const unsigned int upright[] = { RED, GREEN, BLUE, YELLOW };

static void check_made(const char *name, const unsigned int colors[4])
{
	struct picture_pair pair;
	CHECK_INT(picture_make(load(name), &limits, &pair), PICTURE_OK);
	check_quarters(&pair.full, colors);
	check_quarters(&pair.thumbnail, colors);
	clear(&pair);
}

TEST(every_format_is_read)
{
	static const char *const names[] = {
		"quads.jpg",     "progressive.jpg", "cmyk.jpg",       "quads.png",
		"palette.png",   "deep.png",        "interlaced.png", "quads.webp",
		"lossless.webp", "interlaced.gif",  "large.jpg",      "large.webp",
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check_made(names[i], upright);
}

TEST(of_an_animation_the_first_frame_is_taken)
{
	check_made("animated.gif", upright);
	check_made("animated.webp", upright);
}

TEST(grey_stays_grey)
{
	static const unsigned int greys[] = { 0x4c4c4c, 0x969696, 0x1d1d1d, 0xe2e2e2 };
	check_made("gray.jpg", greys);
}

TEST(transparency_becomes_white)
{
	static const unsigned int colors[] = { WHITE, WHITE, 0x7f7fff, YELLOW };
	static const unsigned int keyed[] = { WHITE, GREEN, BLUE, YELLOW };
	check_made("alpha.png", colors);
	check_made("alpha.webp", colors);
	check_made("transparent.gif", keyed);
}

TEST(orientation_is_respected)
{
	/* A quarter turn to the right. */
	static const unsigned int turned[] = { BLUE, RED, YELLOW, GREEN };
	check_made("turned.jpg", turned);
	check_made("turned.png", turned);
	check_made("turned.webp", turned);
}

TEST(sizes_are_bounded_and_small_ones_kept)
{
	struct picture_pair pair;
	CHECK_INT(picture_make(load("large.jpg"), &limits, &pair), PICTURE_OK);
	check_side(&pair.full, 512);
	check_side(&pair.thumbnail, 144);
	clear(&pair);
	CHECK_INT(picture_make(load("quads.png"), &limits, &pair), PICTURE_OK);
	check_side(&pair.full, 64);
	check_side(&pair.thumbnail, 64);
	clear(&pair);
}

static bool has(const struct buffer *b, const char *text)
{
	return memmem(b->data, b->size, text, strlen(text)) != NULL;
}

TEST(nothing_of_the_file_is_left_but_its_pixels)
{
	static const char *const files[] = { "turned.jpg", "turned.png", "turned.webp",
					     "polyglot.jpg" };
	static const char *const texts[] = { "Exif", "Secret", "script", "html", "PK" };
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct picture_pair pair;
		CHECK_INT(picture_make(load(files[i]), &limits, &pair), PICTURE_OK);
		for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
			CHECK(!has(&pair.full, texts[t]) && !has(&pair.thumbnail, texts[t]));
		clear(&pair);
	}
}

static void check_refused(struct slice bytes, enum picture_status status)
{
	struct picture_pair pair;
	CHECK_INT(picture_make(bytes, &limits, &pair), status);
	CHECK(pair.full.data == NULL && pair.thumbnail.data == NULL);
	clear(&pair);
}

TEST(what_is_no_picture_is_refused)
{
	check_refused(SLICE(""), PICTURE_UNKNOWN);
	check_refused((struct slice){ NULL, 0 }, PICTURE_UNKNOWN);
	check_refused(load("page.html"), PICTURE_UNKNOWN);
	check_refused(load("drawing.svg"), PICTURE_UNKNOWN);
	check_refused(SLICE("RIFF????WAVE"), PICTURE_UNKNOWN);
	check_refused(SLICE("%PDF-1.7 \xff\xd8\xff"), PICTURE_UNKNOWN);
}

TEST(a_beginning_alone_is_broken)
{
	check_refused(SLICE("\xff\xd8\xff"), PICTURE_BROKEN);
	check_refused(SLICE("\x89PNG\r\n\x1a\n"), PICTURE_BROKEN);
	check_refused(SLICE("RIFF\x04\0\0\0WEBP"), PICTURE_BROKEN);
	check_refused(SLICE("GIF89a"), PICTURE_BROKEN);
	check_refused(SLICE("GIF87a\x01\0\x01\0\0\0\0;"), PICTURE_BROKEN);
}

TEST(a_huge_canvas_is_refused_by_its_header)
{
	static const char *const names[] = { "bomb.png",  "bomb.jpg",       "bomb.gif",
					     "bomb.webp", "bomb-frame.gif", "wide.png" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check_refused(load(names[i]), PICTURE_TOO_MANY_PIXELS);
}

TEST(the_limit_of_pixels_is_exact)
{
	const struct picture_limits exact = { .pixels_max = 96 * 64 };
	const struct picture_limits less = { .pixels_max = 96 * 64 - 1 };
	static const char *const names[] = { "quads.jpg", "quads.png", "quads.webp",
					     "interlaced.gif" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct picture_pair pair;
		CHECK_INT(picture_make(load(names[i]), &exact, &pair), PICTURE_OK);
		clear(&pair);
		CHECK_INT(picture_make(load(names[i]), &less, &pair), PICTURE_TOO_MANY_PIXELS);
		clear(&pair);
	}
}

/* Every beginning of every file: it may be whole enough, but it must never be read past its end
 * (each is a block of its own, so that the sanitizer sees it). */
TEST(truncated_files_are_refused_or_whole)
{
	static const char *const names[] = { "quads.jpg",      "progressive.jpg", "cmyk.jpg",
					     "quads.png",      "interlaced.png",  "turned.png",
					     "quads.webp",     "lossless.webp",   "animated.webp",
					     "turned.webp",    "animated.gif",    "interlaced.gif",
					     "transparent.gif" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct slice whole = load(names[i]);
		size_t broken = 0;
		for (size_t size = 0; size < whole.size; size++) {
			struct picture_pair pair;
			char *part = memory_take(size);
			memcpy(part, whole.data, size);
			enum picture_status status = picture_make((struct slice){ part, size },
								  &limits, &pair);
			broken += status != PICTURE_OK;
			buffer_clear(&pair.full);
			buffer_clear(&pair.thumbnail);
			memory_free(part);
		}
		/* A chunk or frame behind the picture may be missing. */
		CHECK(broken * 10 >= whole.size * 3);
	}
	buffer_clear(&file);
}

/* Each byte of each file changed: any answer but a crash. */
TEST(changed_files_do_no_harm)
{
	static const char *const names[] = { "quads.jpg",  "cmyk.jpg",     "palette.png",
					     "deep.png",   "turned.webp",  "animated.webp",
					     "quads.webp", "animated.gif", "transparent.gif" };
	const struct picture_limits small = { .pixels_max = 1000000 };
	size_t refused = 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		load(names[i]);
		for (size_t at = 0; at < file.size; at++) {
			struct picture_pair pair;
			char kept = file.data[at];
			file.data[at] = (char)(kept ^ 0x55);
			refused += picture_make(buffer_slice(&file), &small, &pair) != PICTURE_OK;
			file.data[at] = kept;
			buffer_clear(&pair.full);
			buffer_clear(&pair.thumbnail);
		}
	}
	CHECK(refused > 100);
	buffer_clear(&file);
}
