/* Token buckets: what was spent decays, so that an untouched bucket needs no care and a full one is
 * all zeroes. */
#include "gateway/bucket.h"

#include "base/clock.h"

static int64_t spent_at(const struct bucket *b, int64_t now_ms, int64_t per_second)
{
	int64_t regained = (now_ms - b->at_ms) * per_second;
	return regained >= b->spent_milli ? 0 : b->spent_milli - regained;
}

bool bucket_take(struct bucket *b, int64_t per_second, int64_t burst, int64_t *retry_after_ms)
{
	int64_t now_ms = clock_monotonic_ms();
	b->spent_milli = spent_at(b, now_ms, per_second);
	b->at_ms = now_ms;
	int64_t lacking = b->spent_milli + 1000 - burst * 1000;
	if (lacking > 0) {
		*retry_after_ms = (lacking + per_second - 1) / per_second;
		return false;
	}
	b->spent_milli += 1000;
	return true;
}

bool bucket_untouched(const struct bucket *b, int64_t per_second)
{
	return spent_at(b, clock_monotonic_ms(), per_second) == 0;
}
