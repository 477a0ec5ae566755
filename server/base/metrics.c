/* The shared page: one column a worker and one for the supervisor, each on cache lines of its own,
 * written with relaxed atomics. Whoever has not opened a page counts in a spare column, so that no
 * caller has to ask. */
#include "base/metrics.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/check.h"
#include "version.h"

enum kind { KIND_COUNTER, KIND_GAUGE, KIND_HIGHEST };

enum {
	COLUMNS = METRICS_WORKERS_MAX + 1,
	SUPERVISOR_COLUMN = METRICS_WORKERS_MAX,
	/* Columns begin on 64-byte lines. */
	ROWS = (METRIC_COUNT + 7) / 8 * 8,
};

struct row {
	enum kind kind;
	const char *exported;
	const char *help;
};

struct page {
	_Atomic int64_t columns[COLUMNS][ROWS];
};

static const struct row rows[] = {
#define METRIC(name, kind, exported, help) { KIND_##kind, exported, help },
#include "base/metrics.def"
#undef METRIC
};

static _Atomic int64_t spare[ROWS];

static struct {
	struct page *page;
	_Atomic int64_t *own;
} metrics = { .own = spare };

int metrics_create(void)
{
	int fd = memfd_create("confab-metrics", MFD_CLOEXEC);
	if (fd < 0)
		return -1;
	if (ftruncate(fd, sizeof(struct page)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

void metrics_open(int fd, int worker)
{
	ASSERT(!metrics.page && worker >= -1 && worker < METRICS_WORKERS_MAX);
	int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
	void *page = mmap(NULL, sizeof(struct page), PROT_READ | PROT_WRITE, flags, fd, 0);
	ASSERT(page != MAP_FAILED);
	metrics.page = page;
	metrics.own = metrics.page->columns[worker < 0 ? SUPERVISOR_COLUMN : worker];
}

void metrics_close(void)
{
	if (!metrics.page)
		return;
	munmap(metrics.page, sizeof(struct page));
	metrics.page = NULL;
	metrics.own = spare;
}

void metrics_forget(int worker)
{
	ASSERT(metrics.page && worker >= 0 && worker < METRICS_WORKERS_MAX);
	for (int m = 0; m < METRIC_COUNT; m++) {
		if (rows[m].kind != KIND_COUNTER)
			atomic_store_explicit(&metrics.page->columns[worker][m], 0,
					      memory_order_relaxed);
	}
}

void metric_add(enum metric m, int64_t n)
{
	atomic_fetch_add_explicit(&metrics.own[m], n, memory_order_relaxed);
}

void metric_set(enum metric m, int64_t n)
{
	atomic_store_explicit(&metrics.own[m], n, memory_order_relaxed);
}

int64_t metric_sum(enum metric m)
{
	if (!metrics.page)
		return atomic_load_explicit(&spare[m], memory_order_relaxed);
	int64_t sum = 0;
	for (int column = 0; column < COLUMNS; column++) {
		int64_t n = atomic_load_explicit(&metrics.page->columns[column][m],
						 memory_order_relaxed);
		if (rows[m].kind != KIND_HIGHEST)
			sum += n;
		else if (n > sum)
			sum = n;
	}
	return sum;
}

void metrics_write(struct buffer *out)
{
	buffer_append_text(
		out,
		"# HELP confab_build_info The version that runs.\n# TYPE confab_build_info gauge\n"
		"confab_build_info{version=\"" CONFAB_VERSION "\",commit=\"" CONFAB_COMMIT
		"\"} 1\n");
	for (int m = 0; m < METRIC_COUNT; m++) {
		const struct row *row = &rows[m];
		const char *kind = row->kind == KIND_COUNTER ? "counter" : "gauge";
		buffer_format(out, "# HELP %s %s\n# TYPE %s %s\n%s ", row->exported, row->help,
			      row->exported, kind, row->exported);
		buffer_append_int(out, metric_sum((enum metric)m));
		buffer_append_byte(out, '\n');
	}
}
