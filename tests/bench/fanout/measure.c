/* Time, CPU time and memory, from /proc. */
#include "measure.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLES_MAX = 1 << 20, PATH_SIZE = 128, TEXT_SIZE = 1024 };

int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The beginning of a small file as text; "" if it cannot be read. */
static const char *read_text(const char *path)
{
	static char text[TEXT_SIZE];
	FILE *file = fopen(path, "re");
	size_t size = file ? fread(text, 1, sizeof text - 1, file) : 0;

	if (file)
		fclose(file);
	text[size] = '\0';
	return text;
}

/* The scheduler's own account, in nanoseconds, of each thread; the fields of stat count in steps of
 * 10 ms. */
int64_t cpu_ns(int pid)
{
	char path[PATH_SIZE + 256];
	struct dirent *task;
	int64_t sum = 0;
	DIR *tasks;

	snprintf(path, sizeof path, "/proc/%d/task", pid);
	tasks = opendir(path);
	while (tasks && (task = readdir(tasks))) {
		if (task->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, task->d_name);
		sum += strtoll(read_text(path), NULL, 10);
	}
	if (tasks)
		closedir(tasks);
	return sum;
}

int64_t resident_bytes(int pid)
{
	char path[PATH_SIZE];
	char *end;

	snprintf(path, sizeof path, "/proc/%d/statm", pid);
	strtoll(read_text(path), &end, 10);
	return strtoll(end, NULL, 10) * sysconf(_SC_PAGESIZE);
}

const char *process_name(int pid)
{
	static char name[64];
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "/proc/%d/comm", pid);
	snprintf(name, sizeof name, "%.63s", read_text(path));
	name[strcspn(name, "\n")] = '\0';
	return name;
}

void usage_take(struct usage *u, const struct options *o)
{
	u->at_ns = now_ns();
	u->own_cpu_ns = cpu_ns(getpid());
	for (int i = 0; i < o->pid_count; i++) {
		u->cpu_ns[i] = cpu_ns(o->pids[i]);
		u->resident[i] = resident_bytes(o->pids[i]);
	}
}

double usage_cpu_s(const struct usage *from, const struct usage *to, const struct options *o)
{
	int64_t sum = 0;

	for (int i = 0; i < o->pid_count; i++)
		sum += to->cpu_ns[i] - from->cpu_ns[i];
	return (double)sum / 1e9;
}

void usage_print(const struct usage *from, const struct usage *to, const struct options *o)
{
	double wall = (double)(to->at_ns - from->at_ns);

	for (int i = 0; i < o->pid_count; i++)
		printf(" cpu.%s=%.4f", process_name(o->pids[i]),
		       (double)(to->cpu_ns[i] - from->cpu_ns[i]) / wall);
	printf(" cpu.generator=%.4f", (double)(to->own_cpu_ns - from->own_cpu_ns) / wall);
}

void samples_add(struct samples *s, int64_t ns)
{
	if (!s->ns)
		s->ns = malloc(SAMPLES_MAX * sizeof *s->ns);
	if (s->ns && s->count < SAMPLES_MAX)
		s->ns[s->count++] = ns;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

double samples_ms(struct samples *s, double part)
{
	if (s->count == 0)
		return 0;
	qsort(s->ns, s->count, sizeof *s->ns, compare);
	return (double)s->ns[(size_t)((double)(s->count - 1) * part)] / 1e6;
}

void samples_clear(struct samples *s)
{
	free(s->ns);
	*s = (struct samples){ 0 };
}
