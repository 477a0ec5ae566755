/* The frames of the chat that the generator knows, and no more of them than it needs. */
#include "message.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measure.h"

enum { REQUEST_MAX = 20000, HEAD_BYTES = 256 };

void message_send(struct client *sender, const struct options *o, int64_t index)
{
	static int64_t run;
	char request[REQUEST_MAX];
	char text[REQUEST_MAX - 1000];
	int size;

	if (run == 0)
		run = now_ns();
	memset(text, 'x', (size_t)o->text_bytes);
	text[snprintf(text, sizeof text, "%020" PRId64, index)] = ' ';
	size = snprintf(request, sizeof request,
			"{\"action\":\"printMessage\",\"roomId\":%d,\"clientId\":\"%" PRIx64
			"-%d-%" PRId64 "\",\"content\":\"%.*s\",\"cbId\":%" PRId64 "}",
			o->room, run, sender->index, index, o->text_bytes, text, index + 1);
	client_send(sender, request, (size_t)size);
}

static bool has(const char *text, size_t size, const char *what)
{
	return memmem(text, size < HEAD_BYTES ? size : HEAD_BYTES, what, strlen(what));
}

/* The server writes the action first; the exact compare spares the search at each delivery. */
static bool is_action(const char *text, size_t size, const char *start)
{
	return size > strlen(start) && memcmp(text, start, strlen(start)) == 0;
}

enum text_kind message_kind(const char *text, size_t size)
{
	if (is_action(text, size, "{\"action\":\"printMessage\"") ||
	    has(text, size, "\"action\":\"printMessage\""))
		return TEXT_MESSAGE;
	if (has(text, size, "\"action\":\"messageStored\""))
		return TEXT_STORED;
	if (!has(text, size, "\"action\":\"growlError\""))
		return TEXT_OTHER;
	fprintf(stderr, "fanout_bench: the server refused a message: %.*s\n", (int)size, text);
	exit(1);
}

int64_t message_index(const char *text, size_t size)
{
	const char *at = memmem(text, size, "\"content\":\"", 11);

	return at ? strtoll(at + 11, NULL, 10) : -1;
}
