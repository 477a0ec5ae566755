/* The bytes between workers: what is written is read, and nothing else is. */
#include "bus/envelope.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/states.h"
#include "unit/harness.h"

static const int64_t TWO_53 = (int64_t)1 << 53;

static const struct envelope sample = {
	.kind = CHANGE_MEMBER_JOINED,
	.stream_id = -9007199254740991,
	.seq = 301,
	.epoch = 2,
	.number = 17,
	.subject_id = 9007199254740992,
	.except = 0xfedcba9876543210u,
	.except_worker = 63,
	.json = { "{\"a\":1}", 7 },
};

static struct buffer written(const struct envelope *e)
{
	struct buffer b = { 0 };

	envelope_write(&b, e);
	return b;
}

TEST(round_trip)
{
	struct buffer b = written(&sample);
	struct envelope e;

	CHECK(envelope_read(buffer_slice(&b), &e));
	CHECK_INT(e.kind, sample.kind);
	CHECK_INT(e.stream_id, sample.stream_id);
	CHECK_INT(e.seq, 301);
	CHECK_INT(e.epoch, 2);
	CHECK_INT(e.number, 17);
	CHECK_INT(e.subject_id, sample.subject_id);
	CHECK(e.except == sample.except);
	CHECK_INT(e.except_worker, 63);
	CHECK_SLICE(e.json, "{\"a\":1}");
	buffer_clear(&b);
}

TEST(all_kinds_survive)
{
	for (int kind = 0; kind <= ENVELOPE_VOLATILE; kind++) {
		struct envelope e = { .kind = kind, .stream_id = 1 };
		struct buffer b = written(&e);
		CHECK(envelope_read(buffer_slice(&b), &e));
		CHECK_INT(e.kind, kind);
		CHECK_INT(e.json.size, 0);
		buffer_clear(&b);
	}
}

TEST(bytes_are_fixed)
{
	const struct envelope e = {
		.kind = 4, .stream_id = 258, .seq = 1, .epoch = 1, .json = SLICE("{}")
	};
	struct buffer b = written(&e);
	const char expected[] = "\1\4\0\0\2\1\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0";

	CHECK_INT(b.size, 62);
	CHECK(memcmp(b.data, expected, sizeof expected - 1) == 0);
	buffer_clear(&b);
}

/* Each cut is read from a block of just its size, so that the sanitizer sees a read past it. */
TEST(cut_anywhere_is_refused)
{
	struct buffer b = written(&sample);
	size_t header = b.size - sample.json.size;
	struct envelope e;

	for (size_t size = 0; size < b.size; size++) {
		char *cut = memory_take(size ? size : 1);
		memcpy(cut, b.data, size);
		CHECK(envelope_read((struct slice){ cut, size }, &e) == (size >= header));
		memory_free(cut);
	}
	buffer_clear(&b);
}

TEST(other_versions_are_refused)
{
	struct buffer b = written(&sample);
	struct envelope e;

	for (int version = 0; version < 256; version++) {
		b.data[0] = (char)version;
		CHECK(envelope_read(buffer_slice(&b), &e) == (version == 1));
	}
	b.data[0] = 1;
	b.data[2] = 1;
	CHECK(!envelope_read(buffer_slice(&b), &e));
	buffer_clear(&b);
}

TEST(implausible_numbers_are_refused)
{
	static const struct envelope bad[] = {
		{ .stream_id = 0 },
		{ .stream_id = INT64_MIN },
		{ .stream_id = (int64_t)1 << 54 },
		{ .stream_id = 1, .seq = -1 },
		{ .stream_id = 1, .seq = INT64_MAX },
		{ .stream_id = 1, .epoch = -1 },
		{ .stream_id = 1, .number = -1 },
		{ .stream_id = 1, .subject_id = INT64_MAX },
		{ .stream_id = 1, .except_worker = -2 },
	};
	struct envelope good = {
		.stream_id = TWO_53, .seq = TWO_53, .epoch = TWO_53, .except_worker = -1
	};
	struct envelope e;
	struct buffer b = written(&good);

	CHECK(envelope_read(buffer_slice(&b), &e));
	buffer_clear(&b);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		b = written(&bad[i]);
		CHECK(!envelope_read(buffer_slice(&b), &e));
		buffer_clear(&b);
	}
}

TEST(random_bytes_do_no_harm)
{
	char bytes[128];
	struct envelope e;

	for (int i = 0; i < 20000; i++) {
		size_t size = (size_t)random_below(sizeof bytes);
		random_bytes(bytes, sizeof bytes);
		bytes[0] = 1;
		bytes[2] = bytes[3] = 0;
		if (envelope_read((struct slice){ bytes, size }, &e))
			CHECK(e.json.data + e.json.size == bytes + size);
	}
}
