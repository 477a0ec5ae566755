/* The dialects, a row each: ours; Nchan's (bare texts, the publisher is answered with the channel's
 * state); bare texts; socket.io 4 (engine.io 4 over WebSocket alone). */
#include "dialect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"

enum { HEAD_BYTES = 256 };

static bool begins(const char *text, size_t size, const char *start)
{
	return size >= strlen(start) && memcmp(text, start, strlen(start)) == 0;
}

/* The number in 20 digits, a space, and then as many x as it takes. */
static int write_text(const struct options *o, char *out, int64_t index)
{
	memset(out, 'x', (size_t)o->text_bytes);
	out[snprintf(out, 21, "%020" PRId64, index)] = ' ';
	out[o->text_bytes] = '\0';
	return o->text_bytes;
}

/* ---- Confab ---- */

static int confab_write(const struct options *o, char *out, size_t capacity, int sender,
			int64_t index)
{
	static int64_t run;
	char text[TEXT_BYTES_MAX + 1];

	if (run == 0)
		run = now_ns();
	write_text(o, text, index);
	return snprintf(out, capacity,
			"{\"action\":\"printMessage\",\"roomId\":%d,\"clientId\":\"%" PRIx64
			"-%d-%" PRId64 "\",\"content\":\"%s\",\"cbId\":%" PRId64 "}",
			o->room, run, sender, index, text, index + 1);
}

static bool has(const char *text, size_t size, const char *what)
{
	return memmem(text, size < HEAD_BYTES ? size : HEAD_BYTES, what, strlen(what));
}

/* The server writes the action first; the exact compare spares the search at each delivery. */
static enum text_kind confab_kind(const char *text, size_t size)
{
	if (begins(text, size, "{\"action\":\"printMessage\"") ||
	    has(text, size, "\"action\":\"printMessage\""))
		return TEXT_MESSAGE;
	if (has(text, size, "\"action\":\"messageStored\""))
		return TEXT_STORED;
	if (!has(text, size, "\"action\":\"growlError\""))
		return TEXT_OTHER;
	fprintf(stderr, "fanout_bench: the server refused a message: %.*s\n", (int)size, text);
	exit(1);
}

static int64_t confab_index(const char *text, size_t size)
{
	const char *at = memmem(text, size, "\"content\":\"", 11);

	return at ? strtoll(at + 11, NULL, 10) : -1;
}

/* ---- bare texts ---- */

static int bare_write(const struct options *o, char *out, size_t capacity, int sender,
		      int64_t index)
{
	(void)capacity;
	(void)sender;
	return write_text(o, out, index);
}

static enum text_kind bare_kind(const char *text, size_t size)
{
	if (size > 0 && text[0] >= '0' && text[0] <= '9')
		return TEXT_MESSAGE;
	return begins(text, size, "queued messages:") ? TEXT_STORED : TEXT_OTHER;
}

static int64_t bare_index(const char *text, size_t size)
{
	return size > 20 ? strtoll(text, NULL, 10) : -1;
}

/* ---- socket.io ---- */

static const char event_start[] = "42[\"message\",\"";

static int socketio_write(const struct options *o, char *out, size_t capacity, int sender,
			  int64_t index)
{
	char text[TEXT_BYTES_MAX + 1];

	(void)sender;
	write_text(o, text, index);
	return snprintf(out, capacity, "%s%s\"]", event_start, text);
}

static enum text_kind socketio_kind(const char *text, size_t size)
{
	return begins(text, size, event_start) ? TEXT_MESSAGE : TEXT_OTHER;
}

static int64_t socketio_index(const char *text, size_t size)
{
	return size > sizeof event_start + 20 ? strtoll(text + sizeof event_start - 1, NULL, 10)
					      : -1;
}

static const struct dialect dialects[] = {
	{ .name = "confab",
	  .signs_up = true,
	  .acknowledges = true,
	  .path = "/ws",
	  .publisher_path = "/ws",
	  .opens_with = "",
	  .ping = "{\"action\":\"ping\"",
	  .pong = "{\"action\":\"pong\"}",
	  .write = confab_write,
	  .kind = confab_kind,
	  .index = confab_index },
	{ .name = "nchan",
	  .acknowledges = true,
	  .path = "/sub",
	  .publisher_path = "/pub",
	  .write = bare_write,
	  .kind = bare_kind,
	  .index = bare_index },
	{ .name = "ws",
	  .path = "/sub",
	  .publisher_path = "/pub",
	  .write = bare_write,
	  .kind = bare_kind,
	  .index = bare_index },
	{ .name = "socketio",
	  .path = "/socket.io/?EIO=4&transport=websocket",
	  .publisher_path = "/socket.io/?EIO=4&transport=websocket",
	  .hello = "0",
	  .hello_answer = "40",
	  .opens_with = "40",
	  .ping = "2",
	  .pong = "3",
	  .write = socketio_write,
	  .kind = socketio_kind,
	  .index = socketio_index },
};

const struct dialect *dialect_find(const char *name)
{
	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
		if (strcmp(dialects[i].name, name) == 0)
			return &dialects[i];
	}
	return NULL;
}
