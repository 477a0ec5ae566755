#include "gateway/bucket.h"

#include <time.h>

#include "base/clock.h"
#include "unit/harness.h"

TEST(burst_then_refusal_with_a_time)
{
	struct bucket b = { 0 };
	int64_t wait_ms = 0;
	for (int i = 0; i < 20; i++)
		CHECK(bucket_take(&b, 5, 20, &wait_ms));
	CHECK(!bucket_take(&b, 5, 20, &wait_ms));
	CHECK(wait_ms > 0 && wait_ms <= 200);
}

TEST(tokens_come_back)
{
	struct bucket b = { 0 };
	int64_t wait_ms = 0;
	CHECK(bucket_take(&b, 100, 1, &wait_ms));
	CHECK(!bucket_take(&b, 100, 1, &wait_ms));
	CHECK(wait_ms <= 10);
	b.at_ms -= wait_ms;
	CHECK(bucket_take(&b, 100, 1, &wait_ms));
}

TEST(a_long_pause_saves_no_more_than_the_burst)
{
	struct bucket b = { 0 };
	int64_t wait_ms;
	CHECK(bucket_take(&b, 5, 2, &wait_ms));
	b.at_ms -= 3600 * 1000;
	CHECK(bucket_take(&b, 5, 2, &wait_ms));
	CHECK(bucket_take(&b, 5, 2, &wait_ms));
	CHECK(!bucket_take(&b, 5, 2, &wait_ms));
}
