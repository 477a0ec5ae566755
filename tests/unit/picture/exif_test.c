/* Orientation in EXIF data, whole, cut and wrong. */
#include "picture/exif.h"

#include "unit/harness.h"

/* A directory with another entry and then the orientation. */
#define LITTLE(n)                                                                          \
	"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x01\0\0\0aaaa\x12\x01\x03\0\x01\0\0\0" n "\0" \
	"\0\0"
#define BIG(n)                                          \
	"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x01" \
	"aaaa\x01\x12\0\x03\0\0\0\x01\0" n "\0\0"

TEST(both_byte_orders_are_read)
{
	CHECK_INT(exif_orientation(SLICE(LITTLE("\x06"))), 6);
	CHECK_INT(exif_orientation(SLICE(BIG("\x06"))), 6);
	CHECK_INT(exif_orientation(SLICE(LITTLE("\x01"))), 1);
	CHECK_INT(exif_orientation(SLICE(BIG("\x08"))), 8);
}

TEST(what_makes_no_sense_is_upright)
{
	CHECK_INT(exif_orientation(SLICE(LITTLE("\0"))), 1);
	CHECK_INT(exif_orientation(SLICE(LITTLE("\x09"))), 1);
	CHECK_INT(exif_orientation(SLICE("")), 1);
	CHECK_INT(exif_orientation((struct slice){ 0 }), 1);
	CHECK_INT(exif_orientation(SLICE("II*\0\xff\xff\xff\xff")), 1);
	CHECK_INT(exif_orientation(SLICE("XX*\0\x08\0\0\0\0\0")), 1);
	/* More entries than bytes. */
	CHECK_INT(exif_orientation(SLICE("II*\0\x08\0\0\0\xff\xff")), 1);
}

TEST(a_cut_one_is_read_as_far_as_it_goes)
{
	const struct slice whole = SLICE(LITTLE("\x03"));
	size_t upright = 0;
	for (size_t size = 0; size < whole.size; size++) {
		int orientation = exif_orientation((struct slice){ whole.data, size });
		CHECK(orientation == 1 || orientation == 3);
		upright += orientation == 1;
	}
	CHECK_INT(upright, 32);
}

TEST(another_type_is_not_taken)
{
	CHECK_INT(
		exif_orientation(SLICE("II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0\x06\0\0\0")),
		1);
}
