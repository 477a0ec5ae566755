/* Ready-made frames and the queue they wait in. */
#include "net/frame.h"

#include "base/memory.h"
#include "net/frame_private.h"
#include "net/output.h"
#include "unit/harness.h"

TEST(headers_at_every_border)
{
	static const struct {
		size_t size;
		const char *header;
		size_t header_size;
	} cases[] = {
		{ 0, "\x81\x00", 2 },
		{ 1, "\x81\x01", 2 },
		{ 125, "\x81\x7d", 2 },
		{ 126, "\x81\x7e\x00\x7e", 4 },
		{ 65535, "\x81\x7e\xff\xff", 4 },
		{ 65536, "\x81\x7f\0\0\0\0\0\x01\0\0", 10 },
	};
	char *payload = memory_take(65536);

	memset(payload, 'p', 65536);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct frame *f = frame_new((struct slice){ payload, cases[i].size });
		struct slice bytes = frame_bytes(f);
		CHECK_INT(bytes.size, cases[i].header_size + cases[i].size);
		CHECK(memcmp(bytes.data, cases[i].header, cases[i].header_size) == 0);
		CHECK(slice_equal(frame_payload(f), (struct slice){ payload, cases[i].size }));
		frame_unref(f);
	}
	memory_free(payload);
}

TEST(an_absent_payload_is_an_empty_one)
{
	struct frame *f = frame_new((struct slice){ 0 });

	CHECK_INT(frame_bytes(f).size, 2);
	CHECK_INT(frame_payload(f).size, 0);
	frame_unref(f);
}

TEST(references_are_counted)
{
	struct frame *f = frame_new(SLICE("text"));

	CHECK(frame_ref(f) == f);
	frame_unref(f);
	CHECK_SLICE(frame_payload(f), "text");
	frame_unref(f);
}

TEST(control_frames)
{
	char long_reason[300];
	struct frame *f = frame_close(0, "not said");

	CHECK(slice_equal(frame_bytes(f), SLICE("\x88\x00")));
	frame_unref(f);
	f = frame_close(1013, "slow");
	CHECK(slice_equal(frame_bytes(f), SLICE("\x88\x06\x03\xf5slow")));
	frame_unref(f);
	memset(long_reason, 'r', sizeof long_reason - 1);
	long_reason[sizeof long_reason - 1] = '\0';
	f = frame_close(1000, long_reason);
	CHECK_INT(frame_bytes(f).size, 127);
	frame_unref(f);
	f = frame_pong(SLICE("p"));
	CHECK(slice_equal(frame_bytes(f), SLICE("\x8a\x01p")));
	frame_unref(f);
}

/* Appends `count` frames of the letters a, b, c …, each of `size` bytes. */
static void fill(struct output *o, int count, size_t size)
{
	for (int i = 0; i < count; i++) {
		char *bytes;
		struct frame *f = frame_bare(size, &bytes);
		memset(bytes, 'a' + i % 26, size);
		output_add(o, f);
		frame_unref(f);
	}
}

static size_t joined(const struct output *o, char *out)
{
	struct iovec pieces[64];
	size_t count = output_pieces(o, pieces, 64);
	size_t size = 0;

	for (size_t i = 0; i < count; i++) {
		memcpy(out + size, pieces[i].iov_base, pieces[i].iov_len);
		size += pieces[i].iov_len;
	}
	return size;
}

TEST(output_is_consumed_in_any_pieces)
{
	struct output o = { 0 };
	char out[256];

	fill(&o, 5, 3);
	CHECK_INT(o.bytes, 15);
	output_consume(&o, 4);
	CHECK_INT(joined(&o, out), 11);
	CHECK(memcmp(out, "bbcccdddeee", 11) == 0);
	output_consume(&o, 0);
	output_consume(&o, 2);
	output_consume(&o, 3);
	CHECK_INT(joined(&o, out), 6);
	CHECK(memcmp(out, "dddeee", 6) == 0);
	/* Round the ring, and growing while it is turned. */
	for (int i = 0; i < 20; i++) {
		fill(&o, 1, 3);
		output_consume(&o, i % 2 ? 3 : 2);
	}
	CHECK_INT(o.bytes, 6 + 60 - 50);
	output_consume(&o, o.bytes);
	CHECK_INT(o.count, 0);
	output_clear(&o);
}

TEST(output_drops_what_has_not_begun)
{
	struct output o = { 0 };
	char out[256];

	fill(&o, 40, 4);
	output_consume(&o, 6);
	output_drop(&o);
	CHECK_INT(o.bytes, 2);
	CHECK_INT(joined(&o, out), 2);
	CHECK(memcmp(out, "bb", 2) == 0);
	output_consume(&o, 2);
	fill(&o, 3, 4);
	output_drop(&o);
	CHECK_INT(o.bytes, 0);
	CHECK_INT(o.count, 0);
	fill(&o, 3, 4);
	output_clear(&o);
}

TEST(output_takes_the_rest_of_a_frame)
{
	struct output o = { 0 };
	struct frame *f = frame_new(SLICE("abcdef"));
	char out[16];

	output_add_rest(&o, f, 5);
	frame_unref(f);
	CHECK_INT(o.bytes, 3);
	CHECK_INT(joined(&o, out), 3);
	CHECK(memcmp(out, "def", 3) == 0);
	output_clear(&o);
}
