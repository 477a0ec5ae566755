#include "bare.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mariadb/mysql.h>

enum { BATCH_MAX = 500, SAMPLES_MAX = 1000000, STREAMS_MAX = 64 };

struct bare {
	MYSQL *mysql;
	MYSQL_STMT *heads;
	MYSQL_STMT *sent;
	MYSQL_STMT *messages;
	int64_t next_id;
	int64_t rooms;
	int batch;
	int64_t stream[BATCH_MAX];
	int64_t raised[BATCH_MAX];
	int64_t room[BATCH_MAX];
	int64_t seq[BATCH_MAX];
	int64_t id[BATCH_MAX];
	char client_id[BATCH_MAX][24];
	char *client[BATCH_MAX];
	unsigned long client_size[BATCH_MAX];
	char *content[BATCH_MAX];
	unsigned long content_size[BATCH_MAX];
	char text[201];
};

double figures_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;
	return (left > right) - (left < right);
}

double figures_at(double *samples, int count, double fraction)
{
	qsort(samples, (size_t)count, sizeof(*samples), compare);
	return count > 0 ? samples[(int)((count - 1) * fraction)] : 0;
}

static void check(bool good, const char *what, const char *why)
{
	if (good)
		return;
	fprintf(stderr, "bare client: %s: %s\n", what, why);
	exit(1);
}

static void run(struct bare *b, const char *sql)
{
	check(mysql_query(b->mysql, sql) == 0, sql, mysql_error(b->mysql));
}

static MYSQL_STMT *prepare(struct bare *b, const char *sql)
{
	MYSQL_STMT *s = mysql_stmt_init(b->mysql);
	check(mysql_stmt_prepare(s, sql, strlen(sql)) == 0, sql, mysql_stmt_error(s));
	return s;
}

static void open_bare(struct bare *b, const char *socket, const char *database)
{
	b->mysql = mysql_init(NULL);
	mysql_options(b->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	check(mysql_real_connect(b->mysql, NULL, "root", "", database, 0, socket, 0) != NULL,
	      "connect", mysql_error(b->mysql));
	run(b, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
	run(b, "SET autocommit = 0");
	b->heads = prepare(
		b,
		"INSERT INTO stream_head (stream_id, seq, messages, oldest_change, epoch) VALUES "
		"(?, ?, ?, 0, (SELECT epoch FROM installation WHERE id = 1)) "
		"ON DUPLICATE KEY UPDATE seq = seq + VALUES(seq), messages = messages + "
		"VALUES(messages), "
		"epoch = VALUES(epoch) RETURNING stream_id, seq, messages, epoch");
	b->sent = prepare(b, "INSERT INTO sent_message (room_id, sender_id, client_id, seq, at_ms) "
			     "VALUES (?, ?, ?, ?, ?)");
	b->messages = prepare(b, "INSERT INTO message (room_id, seq, number, id, sender_id, "
				 "time_ms, client_id, content) "
				 "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
	memset(b->text, 'x', 200);
}

static void execute(MYSQL_STMT *s, MYSQL_BIND *binds, unsigned int rows)
{
	mysql_stmt_attr_set(s, STMT_ATTR_ARRAY_SIZE, &rows);
	check(mysql_stmt_bind_param(s, binds) == 0 && mysql_stmt_execute(s) == 0, "execute",
	      mysql_stmt_error(s));
}

static MYSQL_BIND numbers(int64_t *values)
{
	return (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = values };
}

static MYSQL_BIND texts(char **values, unsigned long *sizes)
{
	return (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_BLOB, .buffer = values, .length = sizes };
}

/* Rooms of the batch in ascending order, its messages beside each other. */
static int plan(struct bare *b)
{
	int streams = b->rooms < STREAMS_MAX ? (int)b->rooms : STREAMS_MAX;
	int64_t first = b->rooms > STREAMS_MAX
				? b->next_id / b->batch * STREAMS_MAX % (b->rooms - STREAMS_MAX)
				: 0;
	streams = streams < b->batch ? streams : b->batch;
	memset(b->raised, 0, sizeof(b->raised));
	for (int i = 0; i < b->batch; i++) {
		int stream = i * streams / b->batch;
		b->room[i] = b->stream[stream] = 1 + first + stream;
		b->raised[stream]++;
		b->id[i] = ++b->next_id;
		b->client_size[i] = (unsigned long)snprintf(
			b->client_id[i], sizeof(b->client_id[i]), "b%lld", (long long)b->id[i]);
		b->client[i] = b->client_id[i];
		b->content[i] = b->text;
		b->content_size[i] = 200;
	}
	return streams;
}

static void take_seqs(struct bare *b, int streams)
{
	int64_t head[4];
	MYSQL_BIND binds[4] = { numbers(&head[0]), numbers(&head[1]), numbers(&head[2]),
				numbers(&head[3]) };
	int row = 0;
	check(mysql_stmt_bind_result(b->heads, binds) == 0 &&
		      mysql_stmt_store_result(b->heads) == 0,
	      "heads", mysql_stmt_error(b->heads));
	for (int i = 0; i < streams && mysql_stmt_fetch(b->heads) == 0; i++)
		for (int64_t k = 0; k < b->raised[i]; k++)
			b->seq[row++] = head[1] - b->raised[i] + 1 + k;
	mysql_stmt_free_result(b->heads);
	check(row == b->batch, "heads", "a row is missing");
}

static void transaction(struct bare *b)
{
	int streams = plan(b);
	MYSQL_BIND heads[] = { numbers(b->stream), numbers(b->raised), numbers(b->raised) };
	MYSQL_BIND sent[] = { numbers(b->room), numbers(b->room), texts(b->client, b->client_size),
			      numbers(b->seq), numbers(b->id) };
	MYSQL_BIND messages[] = { numbers(b->room),
				  numbers(b->seq),
				  numbers(b->seq),
				  numbers(b->id),
				  numbers(b->room),
				  numbers(b->id),
				  texts(b->client, b->client_size),
				  texts(b->content, b->content_size) };
	execute(b->heads, heads, (unsigned int)streams);
	take_seqs(b, streams);
	execute(b->sent, sent, (unsigned int)b->batch);
	execute(b->messages, messages, (unsigned int)b->batch);
	run(b, "COMMIT");
}

struct figures bare_run(const char *socket, const char *database, int64_t rooms, int batch,
			double seconds)
{
	static struct bare b;
	static double samples[SAMPLES_MAX];
	/* Above the writer's, and never twice. */
	static int64_t last_id = (int64_t)1 << 40;
	int count = 0;
	b = (struct bare){ .rooms = rooms, .batch = batch, .next_id = last_id };
	open_bare(&b, socket, database);
	double started = figures_now();
	double now = started;
	while (now - started < seconds && count < SAMPLES_MAX) {
		transaction(&b);
		double then = figures_now();
		samples[count++] = (then - now) * 1000;
		now = then;
	}
	last_id = b.next_id;
	mysql_stmt_close(b.heads);
	mysql_stmt_close(b.sent);
	mysql_stmt_close(b.messages);
	mysql_close(b.mysql);
	return (struct figures){ count * batch / (now - started), figures_at(samples, count, 0.5),
				 figures_at(samples, count, 0.99) };
}
