/* The two clocks of the system in whole units. */
#include "base/clock.h"

#include <time.h>

static int64_t read_us(clockid_t id)
{
	struct timespec now;
	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_monotonic_ms(void)
{
	return read_us(CLOCK_MONOTONIC) / 1000;
}

int64_t clock_monotonic_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

int64_t clock_wall_ms(void)
{
	return read_us(CLOCK_REALTIME) / 1000;
}

void clock_date(int64_t wall_ms, char out[11])
{
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm day;
	gmtime_r(&seconds, &day);
	strftime(out, 11, "%Y-%m-%d", &day);
}
