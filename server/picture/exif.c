/* TIFF, as far as one number in its first directory. Every read is checked against the end. */
#include "picture/exif.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	HEADER_SIZE = 8,
	ENTRY_SIZE = 12,
	TAG_ORIENTATION = 0x0112,
	TYPE_SHORT = 3,
	UPRIGHT = 1,
	ORIENTATIONS = 8,
};

struct tiff {
	struct slice bytes;
	bool little;
};

/* `size` bytes at `at` as a number; false past the end. */
static bool number_at(const struct tiff *t, size_t at, size_t size, uint32_t *out)
{
	if (at > t->bytes.size || size > t->bytes.size - at)
		return false;
	*out = 0;
	for (size_t i = 0; i < size; i++) {
		size_t place = t->little ? at + size - 1 - i : at + i;
		*out = *out << 8 | (unsigned char)t->bytes.data[place];
	}
	return true;
}

static bool open_tiff(struct slice bytes, struct tiff *t, uint32_t *directory)
{
	*t = (struct tiff){ .bytes = bytes };
	if (bytes.size < HEADER_SIZE)
		return false;
	t->little = memcmp(bytes.data, "II*\0", 4) == 0;
	if (!t->little && memcmp(bytes.data, "MM\0*", 4) != 0)
		return false;
	return number_at(t, 4, 4, directory);
}

static bool entry_orientation(const struct tiff *t, size_t at, uint32_t *orientation)
{
	uint32_t tag;
	uint32_t type;
	return number_at(t, at, 2, &tag) && tag == TAG_ORIENTATION &&
	       number_at(t, at + 2, 2, &type) && type == TYPE_SHORT &&
	       number_at(t, at + 8, 2, orientation);
}

int exif_orientation(struct slice tiff)
{
	struct tiff t;
	uint32_t directory;
	uint32_t count;
	uint32_t orientation;
	if (!open_tiff(tiff, &t, &directory) || !number_at(&t, directory, 2, &count))
		return UPRIGHT;
	for (size_t i = 0; i < count; i++)
		if (entry_orientation(&t, (size_t)directory + 2 + i * ENTRY_SIZE, &orientation))
			return orientation >= 1 && orientation <= ORIENTATIONS ? (int)orientation
									       : UPRIGHT;
	return UPRIGHT;
}
