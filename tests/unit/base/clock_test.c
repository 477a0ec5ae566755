#include "base/clock.h"

#include <time.h>

#include "unit/harness.h"

TEST(clock_monotonic_never_goes_back)
{
	int64_t last = clock_monotonic_us();
	for (int i = 0; i < 10000; i++) {
		int64_t now = clock_monotonic_us();
		CHECK(now >= last);
		last = now;
	}
}

TEST(clock_units_agree)
{
	int64_t before_us = clock_monotonic_us();
	int64_t ms = clock_monotonic_ms();
	int64_t after_us = clock_monotonic_us();
	CHECK(ms >= before_us / 1000 && ms <= after_us / 1000);
}

TEST(clock_wall_is_the_time_of_day)
{
	int64_t before_s = time(NULL);
	int64_t ms = clock_wall_ms();
	CHECK(ms / 1000 >= before_s - 1);
	CHECK(ms / 1000 <= time(NULL) + 1);
}

TEST(clock_date_is_the_day_by_utc)
{
	char day[11];
	clock_date(0, day);
	CHECK_TEXT(day, "1970-01-01");
	clock_date(951868799999, day);
	CHECK_TEXT(day, "2000-02-29");
	clock_date(951868800000, day);
	CHECK_TEXT(day, "2000-03-01");
}
