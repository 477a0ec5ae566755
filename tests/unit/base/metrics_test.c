#include "base/metrics.h"

#include <unistd.h>

#include "unit/harness.h"

static void count(int fd, int worker, enum metric m, int64_t n)
{
	metrics_open(fd, worker);
	metric_add(m, n);
	metrics_close();
}

TEST(metrics_without_a_page_count_aside)
{
	metric_add(METRIC_SESSIONS, 5);
	metrics_open(-1, 0);
	CHECK_INT(metric_sum(METRIC_SESSIONS), 0);
	metrics_close();
	metrics_close();
	CHECK_INT(metric_sum(METRIC_SESSIONS), 5);
	metric_set(METRIC_SESSIONS, 0);
}

TEST(metrics_are_summed_over_workers)
{
	int fd = metrics_create();
	CHECK(fd >= 0);
	count(fd, 0, METRIC_REQUESTS, 1);
	count(fd, METRICS_WORKERS_MAX - 1, METRIC_REQUESTS, 10);
	count(fd, -1, METRIC_REQUESTS, 100);
	count(fd, 0, METRIC_SESSIONS, 3);
	count(fd, 0, METRIC_SESSIONS, -1);
	metrics_open(fd, 2);
	CHECK_INT(metric_sum(METRIC_REQUESTS), 111);
	CHECK_INT(metric_sum(METRIC_SESSIONS), 2);
	metrics_close();
	close(fd);
}

TEST(metrics_highest_of_all_workers)
{
	int fd = metrics_create();
	count(fd, 0, METRIC_LOOP_LAG_MS, 7);
	count(fd, 1, METRIC_LOOP_LAG_MS, 5);
	metrics_open(fd, 2);
	CHECK_INT(metric_sum(METRIC_LOOP_LAG_MS), 7);
	metric_set(METRIC_LOOP_LAG_MS, 9);
	CHECK_INT(metric_sum(METRIC_LOOP_LAG_MS), 9);
	metrics_close();
	close(fd);
}

TEST(metrics_forget_drops_gauges_and_keeps_counters)
{
	int fd = metrics_create();
	count(fd, 1, METRIC_SESSIONS, 4);
	count(fd, 1, METRIC_REQUESTS, 4);
	count(fd, 0, METRIC_SESSIONS, 2);
	metrics_open(fd, -1);
	metrics_forget(1);
	CHECK_INT(metric_sum(METRIC_SESSIONS), 2);
	CHECK_INT(metric_sum(METRIC_REQUESTS), 4);
	metrics_close();
	close(fd);
}

TEST(metrics_refuse_a_worker_past_the_last)
{
	CHECK_ABORTS(metrics_open(-1, METRICS_WORKERS_MAX));
	CHECK_ABORTS(metrics_open(-1, -2));
}

TEST(metrics_write_is_prometheus_text)
{
	metrics_open(-1, 0);
	metric_add(METRIC_ACCEPTED, 42);
	struct buffer out = { 0 };
	metrics_write(&out);
	metrics_close();
	buffer_append_byte(&out, '\0');
	CHECK(strstr(out.data, "confab_build_info{version=\""));
	CHECK(strstr(out.data, "# HELP confab_accepted_total Connections accepted.\n"
			       "# TYPE confab_accepted_total counter\nconfab_accepted_total 42\n"));
	CHECK(strstr(out.data, "# TYPE confab_sessions gauge\nconfab_sessions 0\n"));
	CHECK(strstr(out.data, "# TYPE confab_loop_lag_ms gauge\n"));
	CHECK_INT(out.data[out.size - 2], '\n');
	buffer_clear(&out);
}
