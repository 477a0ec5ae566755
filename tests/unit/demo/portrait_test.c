#include "demo/portrait.h"

#include <string.h>

#include "unit/harness.h"

TEST(a_portrait_is_a_png_of_its_own)
{
	struct buffer before = { 0 };
	for (size_t i = 0; i < PEOPLE; i++) {
		struct buffer png = { 0 };
		portrait_draw(&png, &demo_portraits[i]);
		CHECK(png.size > 100000);
		CHECK(memcmp(png.data, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) == 0);
		/* Its checksum is always the same (RFC 2083). */
		CHECK(memcmp(png.data + png.size - 12, "\0\0\0\0IEND\xae\x42\x60\x82", 12) == 0);
		CHECK(!slice_equal(buffer_slice(&png), buffer_slice(&before)));
		buffer_clear(&before);
		before = png;
	}
	buffer_clear(&before);
}
