/* Times of the demo. */
#include "demo/clock.h"

#include <string.h>
#include <time.h>

int64_t demo_scene_ms(int64_t now_ms, const struct demo_step *scene)
{
	enum { MINUTE_MS = 60 * 1000 };
	if (scene->minutes_ago > 0)
		return now_ms - (int64_t)scene->minutes_ago * MINUTE_MS;
	time_t now = (time_t)(now_ms / 1000);
	struct tm day;
	localtime_r(&now, &day);
	day.tm_mday -= scene->days;
	day.tm_hour = scene->hour;
	day.tm_min = scene->minute;
	day.tm_sec = 0;
	day.tm_isdst = -1;
	return (int64_t)mktime(&day) * 1000;
}

int64_t demo_pause_ms(const char *text, size_t index)
{
	enum { THINKING_MS = 12000, LETTER_MS = 150, SPREAD_S = 40 };
	return THINKING_MS + (int64_t)strlen(text) * LETTER_MS +
	       (int64_t)(index * 7919 % SPREAD_S) * 1000;
}
