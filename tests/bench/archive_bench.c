/* The batch writer beside the same transaction by a bare client, on one private server, in turns.
 *   archive_bench [seconds a measurement, default 3] [rounds, default 3]
 * 200-byte messages. The last lines have the medians. The writer keeps `under way` messages in its
 * queue; a message counts when its done was called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/archive.h"
#include "archive/bare.h"
#include "archive/database.h"
#include "archive/migrate.h"
#include "archive/write.h"
#include "base/config.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "base/states.h"
#include "net/loop.h"

enum { UNDER_WAY_MAX = 4000, SAMPLES_MAX = 1000000 };

/* A message on its way, again and again. */
struct slot {
	struct run *run;
	struct write write;
	double sent_at;
	char client_id[24];
};

struct run {
	struct loop *loop;
	struct config config;
	struct archive *archive;
	struct slot *slots;
	int64_t rooms;
	int64_t next_id;
	int64_t stored;
	double ends_at;
	int under_way;
	double *samples;
	int sample_count;
};

static char text[200];

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s\n", what, why);
	database_stop();
	exit(1);
}

static void send(struct slot *s)
{
	struct run *r = s->run;
	int64_t id = ++r->next_id;
	struct change *c = &s->write.changes[0];
	*c = (struct change){
		.stream_id = 1 + id % r->rooms,
		.kind = CHANGE_MESSAGE,
		.actor_id = 1 + id % 100,
		.at_ms = id,
		.message_id = id,
		.content = { text, sizeof(text) },
	};
	c->client_id = (struct slice){ s->client_id,
				       (size_t)snprintf(s->client_id, sizeof(s->client_id), "w%lld",
							(long long)id) };
	s->sent_at = figures_now();
	archive_write(r->archive, &s->write);
}

static void on_done(void *owner, enum error e, struct write *w)
{
	struct slot *s = owner;
	struct run *r = s->run;
	double now = figures_now();
	if (e || w->changes[0].repeated)
		fail("a write failed", error_code(e));
	if (r->sample_count < SAMPLES_MAX)
		r->samples[r->sample_count++] = (now - s->sent_at) * 1000;
	r->stored++;
	if (now < r->ends_at)
		send(s);
	else if (--r->under_way == 0)
		loop_stop(r->loop);
}

static struct figures writer_run(struct run *r, int64_t rooms, int under_way, double seconds)
{
	double started = figures_now();
	r->rooms = rooms;
	r->stored = 0;
	r->sample_count = 0;
	r->under_way = under_way;
	r->ends_at = started + seconds;
	for (int i = 0; i < under_way; i++) {
		r->slots[i].run = r;
		r->slots[i].write =
			(struct write){ .change_count = 1, .done = on_done, .owner = &r->slots[i] };
		send(&r->slots[i]);
	}
	loop_run(r->loop);
	double rows_per_s = (double)r->stored / (figures_now() - started);
	return (struct figures){ rows_per_s, figures_at(r->samples, r->sample_count, 0.5),
				 figures_at(r->samples, r->sample_count, 0.99) };
}

static void on_state(void *owner, bool up)
{
	struct run *r = owner;
	if (!up)
		fail("archive", "lost");
	loop_stop(r->loop);
}

static void open_run(struct run *r, const char *socket)
{
	char url[256];
	int applied;
	struct config_problem wrong;
	struct migrate_problem problem;
	snprintf(url, sizeof(url), "mysql://root@localhost/bench?socket=%s", socket);
	config_init(&r->config);
	if (!config_set(&r->config, "mysql_url", url, "bench", &wrong))
		fail("config", wrong.text);
	const char *migrations = getenv("MIGRATIONS");
	if (!config_set(&r->config, "migrations_dir", migrations ? migrations : "migrations",
			"bench", &wrong))
		fail("config", wrong.text);
	if (!migrate_run(&r->config, &applied, &problem))
		fail("migrate", problem.text);
	metrics_open(-1, 0);
	r->slots = memory_zero(UNDER_WAY_MAX, sizeof(*r->slots));
	r->samples = memory_take(SAMPLES_MAX * sizeof(*r->samples));
	r->loop = loop_new();
	r->archive = archive_open(r->loop, &r->config, on_state, r);
	loop_run(r->loop);
}

static void close_run(struct run *r)
{
	archive_close(r->archive);
	loop_free(r->loop);
	memory_free(r->slots);
	memory_free(r->samples);
	config_clear(&r->config);
	metrics_close();
}

static const struct {
	const char *name;
	int64_t rooms;
	int under_way;
	int batch; /* of the bare client: what one transaction of the writer holds */
} cases[] = {
	{ "one hot room", 1, 2000, 500 },
	{ "2,000 rooms", 2000, 2000, 64 },
	{ "one message alone", 1, 1, 1 },
};

enum { CASES = sizeof(cases) / sizeof(cases[0]), ROUNDS_MAX = 100 };

static double ratios[CASES][ROUNDS_MAX];

static void print(const char *name, const char *who, const struct figures *f)
{
	printf("%-20s %-7s %12.0f %10.3f %10.3f", name, who, f->rows_per_s, f->p50_ms, f->p99_ms);
}

/* The ratio of one round of a case. */
static double measure(struct run *r, const char *socket, size_t i, double seconds)
{
	struct figures bare = bare_run(socket, "bench", cases[i].rooms, cases[i].batch, seconds);
	struct figures ours = writer_run(r, cases[i].rooms, cases[i].under_way, seconds);
	double ratio = ours.rows_per_s / bare.rows_per_s;

	print(cases[i].name, "bare", &bare);
	printf("\n");
	print(cases[i].name, "writer", &ours);
	printf(" %8.2f\n", ratio);
	fflush(stdout);
	return ratio;
}

static void print_medians(int rounds)
{
	for (size_t i = 0; i < CASES; i++) {
		double median = figures_at(ratios[i], rounds, 0.5);
		printf("%-20s writer : bare, median %.2f [%.2f-%.2f]\n", cases[i].name, median,
		       ratios[i][0], ratios[i][rounds - 1]);
	}
}

int main(int count, char **words)
{
	double seconds = count > 1 ? strtod(words[1], NULL) : 3;
	int rounds = count > 2 ? (int)strtol(words[2], NULL, 10) : 3;
	struct run r = { 0 };
	const char *socket = database_start();
	memset(text, 'x', sizeof(text));
	open_run(&r, socket);
	printf("%-20s %-7s %12s %10s %10s %8s\n", "case", "who", "rows/s", "p50 ms", "p99 ms",
	       "ratio");
	if (rounds < 1 || rounds > ROUNDS_MAX)
		fail("rounds", "from 1 to 100");
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < CASES; i++)
			ratios[i][round] = measure(&r, socket, i, seconds);
	print_medians(rounds);
	close_run(&r);
	database_stop();
	return 0;
}
