/* The life of a connection: resolve, connect, set up, up, lost, wait, again. libmariadb's calls
 * suspend with a mask of what they wait for; they are continued when that happened. A call that is
 * to be given up is made to fail first (socket shut down, then continued with a time-out), so that
 * libmariadb unwinds and frees what it holds. */
#include "archive/connection.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "archive/connection_private.h"
#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/random.h"

enum {
	BACKOFF_FIRST_MS = 100,
	BACKOFF_MAX_MS = 2000,
	CONNECT_MAX_MS = 5000,
	UNWIND_MAX = 16,
};

static void start_connecting(struct connection *c);

/* ---- waiting for libmariadb ---- */

static void forget_watch(struct connection *c)
{
	if (!c->watch)
		return;
	watch_free(c->watch);
	close(c->watched_fd);
	c->watch = NULL;
	c->watched_fd = -1;
}

static void go_on(struct connection *c, int ready)
{
	int (*step)(struct connection *, int) = c->go_on;
	connection_wait(c, step(c, ready), step, c->finished);
}

/* Nothing is expected while no call is suspended: what comes then is the end of the connection, or
 * the server's farewell. */
static void on_ready(void *owner, int events)
{
	struct connection *c = owner;
	int ready = 0;
	if (c->wanted == 0) {
		if (c->state == CONNECTION_IDLE)
			connection_lost(c, "closed by the server");
		return;
	}
	if (events & (WATCH_READ | WATCH_ERROR))
		ready |= MYSQL_WAIT_READ;
	if (events & (WATCH_WRITE | WATCH_ERROR))
		ready |= MYSQL_WAIT_WRITE;
	ready &= c->wanted;
	if (ready)
		go_on(c, ready);
}

static void on_call_timeout(void *owner)
{
	struct connection *c = owner;
	if (c->wanted & MYSQL_WAIT_TIMEOUT)
		go_on(c, MYSQL_WAIT_TIMEOUT);
}

static void watch_socket(struct connection *c)
{
	if (c->watch)
		return;
	int fd = fcntl(mysql_get_socket(c->mysql), F_DUPFD_CLOEXEC, 3);
	if (fd < 0)
		return;
	c->watched_fd = fd;
	c->watch = watch_new(c->loop, fd, on_ready, c);
}

/* Reading stays watched between queries: that shows a server that goes away, and saves two system
 * calls a query. */
static void watch_wanted(struct connection *c)
{
	int events = 0;
	if (c->wanted == 0 || c->wanted & (MYSQL_WAIT_READ | MYSQL_WAIT_EXCEPT))
		events |= WATCH_READ;
	if (c->wanted & MYSQL_WAIT_WRITE)
		events |= WATCH_WRITE;
	watch_set(c->watch, events);
}

void connection_wait(struct connection *c, int wanted, int (*step)(struct connection *c, int ready),
		     void (*finished)(struct connection *c))
{
	c->wanted = wanted;
	c->go_on = step;
	c->finished = finished;
	timer_stop(c->call_timer);
	if (wanted == 0) {
		finished(c);
		return;
	}
	watch_socket(c);
	if (!c->watch) {
		connection_lost(c, "no descriptor to watch");
		return;
	}
	watch_wanted(c);
	if (wanted & MYSQL_WAIT_TIMEOUT)
		timer_start(c->call_timer, mysql_get_timeout_value_ms(c->mysql), 0);
}

/* ---- tearing down ---- */

static void free_statements(struct connection *c)
{
	size_t position = 0;
	MYSQL_STMT *statement;
	if (c->preparing)
		mysql_stmt_close(c->statement);
	c->preparing = false;
	c->statement = NULL;
	while ((statement = dictionary_next(c->statements, &position, NULL)))
		mysql_stmt_close(statement);
	dictionary_free(c->statements);
	c->statements = NULL;
}

/* Makes a suspended call end: its reads meet the end of the stream, its waits a time-out. */
static void unwind_call(struct connection *c)
{
	int socket = mysql_get_socket(c->mysql);
	if (socket >= 0)
		shutdown(socket, SHUT_RDWR);
	for (int i = 0; c->wanted != 0 && i < UNWIND_MAX; i++)
		c->wanted = c->go_on(c, MYSQL_WAIT_TIMEOUT);
	ASSERT(c->wanted == 0);
}

void connection_tear_down(struct connection *c)
{
	timer_stop(c->call_timer);
	timer_stop(c->answer_timer);
	timer_stop(c->life_timer);
	forget_watch(c);
	if (!c->mysql)
		return;
	unwind_call(c);
	mysql_close(c->mysql);
	c->mysql = NULL;
	/* After mysql_close they know that there is no server to tell. */
	free_statements(c);
}

static void on_back_off(void *owner)
{
	start_connecting(owner);
}

static void back_off(struct connection *c)
{
	int64_t jitter = (int64_t)random_below((uint64_t)c->backoff_ms / 2 + 1);
	timer_start(c->life_timer, c->backoff_ms - jitter, 0);
	c->backoff_ms = c->backoff_ms * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : c->backoff_ms * 2;
}

void connection_lost(struct connection *c, const char *reason)
{
	bool was_up = connection_up(c);
	/* The first failure of a row; the others are the same again. */
	bool first = was_up || c->backoff_ms == BACKOFF_FIRST_MS;
	log_write(first ? LOG_WARN : LOG_DEBUG, "archive", "connection lost", "writer=%d reason=%s",
		  c->writer, reason);
	connection_tear_down(c);
	c->state = CONNECTION_WAITING;
	back_off(c);
	if (was_up)
		c->events.on_down(c->owner);
}

void connection_abort(struct connection *c)
{
	connection_tear_down(c);
	c->state = CONNECTION_WAITING;
	c->done = NULL;
	back_off(c);
}

/* ---- connecting ---- */

struct resolution {
	struct connection *connection; /* NULL: not wanted any more */
};

static void run_setting(struct connection *c);

static void note_error(struct connection *c)
{
	snprintf(c->error, sizeof(c->error), "%s", mysql_error(c->mysql));
}

static int setting_go_on(struct connection *c, int ready)
{
	return mysql_real_query_cont(&c->call_result, c->mysql, ready);
}

static void on_setting(struct connection *c)
{
	if (c->call_result != 0) {
		note_error(c);
		connection_lost(c, c->error);
		return;
	}
	c->setting++;
	run_setting(c);
}

static void set_up(struct connection *c)
{
	timer_stop(c->life_timer);
	c->state = CONNECTION_IDLE;
	c->backoff_ms = BACKOFF_FIRST_MS;
	watch_socket(c);
	if (!c->watch) {
		connection_lost(c, "no descriptor to watch");
		return;
	}
	watch_wanted(c);
	c->events.on_up(c->owner);
}

static void run_setting(struct connection *c)
{
	const char *sql = dialect_setting(&c->dialect, c->writer, c->setting);
	if (!sql) {
		set_up(c);
		return;
	}
	int wanted = mysql_real_query_start(&c->call_result, c->mysql, sql, strlen(sql));
	connection_wait(c, wanted, setting_go_on, on_setting);
}

static int connect_go_on(struct connection *c, int ready)
{
	return mysql_real_connect_cont(&c->connected, c->mysql, ready);
}

static void on_connected(struct connection *c)
{
	if (!c->connected) {
		note_error(c);
		connection_lost(c, c->error);
		return;
	}
	c->dialect = dialect_of(c->mysql, c->url->plain_mysql);
	c->setting = 0;
	run_setting(c);
}

static void on_connect_timeout(void *owner)
{
	struct connection *c = owner;
	if (c->state == CONNECTION_CONNECTING)
		connection_lost(c, "connecting took too long");
	else
		on_back_off(c);
}

static void connect_to(struct connection *c, const char *address)
{
	const struct database_url *url = c->url;
	const bool no = false;
	c->state = CONNECTION_CONNECTING;
	c->statements = dictionary_new();
	c->connected = NULL;
	c->mysql = mysql_init(NULL);
	ASSERT(c->mysql);
	mysql_options(c->mysql, MYSQL_OPT_NONBLOCK, NULL);
	mysql_options(c->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(c->mysql, MYSQL_OPT_LOCAL_INFILE, &(unsigned int){ 0 });
	mysql_options(c->mysql, MYSQL_REPORT_DATA_TRUNCATION, &no);
	timer_start(c->life_timer, CONNECT_MAX_MS, 0);
	int wanted = mysql_real_connect_start(
		&c->connected, c->mysql, address, url->user, url->password, url->database,
		(unsigned int)url->port, url->socket[0] ? url->socket : NULL, CLIENT_FOUND_ROWS);
	connection_wait(c, wanted, connect_go_on, on_connected);
}

static void on_address(void *owner, const char *address)
{
	struct resolution *resolution = owner;
	struct connection *c = resolution->connection;
	memory_free(resolution);
	if (!c)
		return;
	c->resolution = NULL;
	if (address)
		connect_to(c, address);
	else
		connection_lost(c, "host name not found");
}

static void start_connecting(struct connection *c)
{
	if (c->url->socket[0]) {
		connect_to(c, NULL);
		return;
	}
	c->resolution = memory_zero(1, sizeof(*c->resolution));
	c->resolution->connection = c;
	resolve_host(c->loop, c->url->host, on_address, c->resolution);
}

/* ---- life ---- */

static void on_answer_timer(void *owner)
{
	connection_answer(owner);
}

struct connection *connection_new(struct loop *l, const struct database_url *url, bool writer,
				  struct connection_events events, void *owner)
{
	struct connection *c = memory_zero(1, sizeof(*c));
	c->loop = l;
	c->url = url;
	c->writer = writer;
	c->events = events;
	c->owner = owner;
	c->watched_fd = -1;
	c->backoff_ms = BACKOFF_FIRST_MS;
	c->call_timer = timer_new(l, on_call_timeout, c);
	c->life_timer = timer_new(l, on_connect_timeout, c);
	c->answer_timer = timer_new(l, on_answer_timer, c);
	/* Later, as nothing may call back from within. */
	timer_start(c->life_timer, 0, 0);
	return c;
}

void connection_close(struct connection *c)
{
	if (c->resolution)
		c->resolution->connection = NULL;
	c->resolution = NULL;
	connection_tear_down(c);
	c->state = CONNECTION_CLOSED;
	c->done = NULL;
}

void connection_free(struct connection *c)
{
	if (!c)
		return;
	if (c->state != CONNECTION_CLOSED)
		connection_close(c);
	timer_free(c->call_timer);
	timer_free(c->life_timer);
	timer_free(c->answer_timer);
	memory_free(c);
}

bool connection_idle(const struct connection *c)
{
	return c->state == CONNECTION_IDLE;
}

bool connection_up(const struct connection *c)
{
	return c->state == CONNECTION_IDLE || c->state == CONNECTION_BUSY;
}

const struct dialect *connection_dialect(const struct connection *c)
{
	return &c->dialect;
}

const char *connection_error(const struct connection *c)
{
	return c->error;
}
