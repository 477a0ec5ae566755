/* A gateway that does with a request what ours does before anybody is asked who it is: routes,
 * origins, bodies by the schema's tables, files. What it saw is written down. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/text.h"
#include "fuzz/connection/run.h"
#include "fuzz/decoded.h"
#include "gateway/doorman.h"
#include "gateway/routes.h"
#include "net/multipart.h"
#include "net/static.h"

enum { ARENA_MAX = 262144, REFUSED = 403 };

static struct gateway gateway;

/* ---- files ---- */

static void write_file(const char *folder, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ASSERT(fd >= 0);
	ssize_t written = write(fd, path + strlen(folder), strlen(name));
	ASSERT(written == (ssize_t)strlen(name));
	close(fd);
}

static void remove_file(const char *folder, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	unlink(path);
}

/* They are read whole, so the folder is needed no longer. */
void application_open(const struct config *config)
{
	static const char *const names[] = { "index.html", "index.html.br", "a.js", "a.js.gz",
					     "a-0123456789.css" };
	const size_t count = sizeof(names) / sizeof(names[0]);
	char folder[] = "/tmp/confab-fuzz-XXXXXX";
	char *made = mkdtemp(folder);

	ASSERT(made);
	for (size_t i = 0; i < count; i++)
		write_file(folder, names[i]);
	gateway.files = static_open(folder);
	ASSERT(gateway.files);
	gateway.config = config;
	for (size_t i = 0; i < count; i++)
		remove_file(folder, names[i]);
	rmdir(folder);
}

/* ---- what is seen ---- */

static void note(const char *what, struct slice text)
{
	buffer_format(&run_now->seen, "%s%s%zu:", what, text.data ? "=" : "-", text.size);
	buffer_append_slice(&run_now->seen, text);
	buffer_append_byte(&run_now->seen, ' ');
}

static void check_path(struct slice path)
{
	ASSERT(path.size > 0 && path.data[0] == '/' && text_is_utf8(path));
	ASSERT(!memmem(path.data, path.size, "/../", 4));
	ASSERT(!memchr(path.data, '\\', path.size) && !memmem(path.data, path.size, "//", 2));
}

/* A handshake has no body yet, so the body is noted elsewhere. */
static void note_exchange(const char *what, struct exchange *x)
{
	check_path(exchange_path(x));
	note(what, exchange_path(x));
	note("query", exchange_query(x));
	note("a", exchange_parameter(x, "a"));
	note("cookie", exchange_cookie(x, "confab"));
	note("host", exchange_header(x, "host"));
	note("from", slice_of(exchange_address(x)));
	buffer_format(&run_now->seen, "method=%d secure=%d local=%d same=%d,%d\n",
		      (int)exchange_method(x), exchange_secure(x), exchange_from_loopback(x),
		      exchange_same_origin(x), doorman_same_site(x));
	/* A page of another site never passes for one of ours. */
	ASSERT(!exchange_header(x, "origin").data ||
	       doorman_same_site(x) == exchange_same_origin(x));
	/* Nobody from elsewhere passes for this machine. */
	ASSERT((run_now->flags & RUN_PROXIED) || !exchange_from_loopback(x));
}

static void note_answer(const struct exchange *x)
{
	buffer_append_byte(&run_now->heads, exchange_method(x) == METHOD_HEAD);
}

static void answer(struct exchange *x, int status, struct slice body)
{
	note_answer(x);
	exchange_reply(x, status, "text/plain", body);
}

/* ---- bodies ---- */

static void read_json(struct exchange *x, const struct route_row *row)
{
	struct arena *arena = arena_new(ARENA_MAX);
	char *input = arena_take(arena, row->input_size);
	struct decode_problem problem;
	struct document *d = document_read(exchange_body(x), ARENA_MAX, &problem);
	bool decoded = d && document_decode(d, row->input, arena, input, &problem);

	if (decoded)
		decoded_check(row->input, input);
	else
		decoded_check_problem(&problem);
	note(decoded ? "decoded" : problem.text, (struct slice){ NULL, 0 });
	document_free(d);
	arena_free(arena);
}

static void read_picture(struct exchange *x)
{
	struct slice type = exchange_header(x, "content-type");
	struct slice body = exchange_body(x);
	struct slice content = { NULL, 0 };

	if (!multipart_is(type) || !multipart_find(type, body, SLICE("file"), &content))
		note("no form", body);
	else
		note("part", content);
}

static void answer_route(struct exchange *x, const struct route_row *row)
{
	enum error e = routes_refusal(&gateway, x, row);

	note(e ? "refused" : "route", slice_of(row->path));
	if (e == ERROR_OK && row->body == BODY_PICTURE)
		read_picture(x);
	else if (e == ERROR_OK && exchange_method(x) == METHOD_POST)
		read_json(x, row);
	answer(x, e ? error_http_status(e) : 200, SLICE("{}"));
}

/* ---- events ---- */

static bool is_late(const struct exchange *x)
{
	struct slice path = exchange_path(x);

	return path.size >= 5 && memcmp(path.data, "/late", 5) == 0;
}

static void keep(struct exchange *x, bool body)
{
	ASSERT(!run_now->late);
	run_now->late = x;
	run_now->late_body = body;
}

static void on_request(void *owner, struct exchange *x)
{
	const struct route_row *row = route_find(exchange_path(x));

	(void)owner;
	note_exchange("request", x);
	note("body", exchange_body(x));
	ASSERT(exchange_body(x).size == exchange_body_size(x));
	if (is_late(x)) {
		keep(x, false);
		return;
	}
	if (row) {
		answer_route(x, row);
		return;
	}
	note_answer(x);
	if (!static_serve(gateway.files, x)) {
		exchange_set_header(x, "X-Fuzz", "yes");
		exchange_reply(x, 200, "text/plain", exchange_body(x));
	}
}

static void on_large_body(void *owner, struct exchange *x)
{
	(void)owner;
	note_exchange("large", x);
	ASSERT(exchange_body_size(x) > (size_t)gateway.config->body_bytes_max);
	if (is_late(x))
		keep(x, true);
	else if (route_find(exchange_path(x)))
		exchange_take_body(x);
	else
		answer(x, REFUSED, SLICE("no"));
}

void application_answer_late(void)
{
	struct exchange *x = run_now->late;
	bool body = run_now->late_body;

	if (!x)
		return;
	run_now->late = NULL;
	if (body)
		exchange_take_body(x);
	else
		answer(x, 200, SLICE("late"));
}

static int on_upgrade(void *owner, struct exchange *x)
{
	(void)owner;
	note_exchange("upgrade", x);
	return doorman_same_site(x) ? 0 : REFUSED;
}

static void on_open(void *owner, struct socket *s, struct exchange *x)
{
	(void)owner;
	run_now->opened++;
	note_exchange("open", x);
	note("client", slice_of(socket_address(s)));
	socket_send_text(s, SLICE("hello"));
}

static void on_message(void *owner, struct socket *s, struct slice text)
{
	(void)owner;
	ASSERT(text_is_utf8(text) && text.size <= (size_t)gateway.config->frame_bytes_max);
	ASSERT(!socket_closing(s));
	note("message", text);
	if (slice_equal(text, SLICE("bye")))
		socket_close(s, 4000, "bye");
	else
		socket_send_text(s, text);
}

static void on_alive(void *owner, struct socket *s)
{
	(void)owner;
	(void)s;
	note("alive", (struct slice){ NULL, 0 });
}

static void on_close(void *owner, struct socket *s)
{
	(void)owner;
	(void)s;
	run_now->closed++;
}

struct web_events application_events(void)
{
	return (struct web_events){ .on_request = on_request,
				    .on_upgrade = on_upgrade,
				    .on_open = on_open,
				    .on_message = on_message,
				    .on_close = on_close,
				    .on_alive = on_alive,
				    .on_large_body = on_large_body };
}
