/* Buckets that all workers share, taken from one after the other. */
#include "chat/limits.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "base/check.h"
#include "base/metrics.h"
#include "bus/bus.h"
#include "chat/chat.h"

enum { ROWS_MAX = 4, KEY_MAX = 200 };

struct taking {
	struct request *r;
	struct limit_row rows[ROWS_MAX];
	size_t count;
	size_t taken;
	void (*next)(void *owner);
	void *owner;
};

static void limits_taken(void *owner, bool allowed, int64_t retry_after_ms);

void limits_take(struct request *r, const struct limit_row *rows, size_t count,
		 void (*next)(void *owner), void *owner)
{
	ASSERT(count > 0 && count <= ROWS_MAX);
	struct taking *t = arena_take(r->arena, sizeof(*t));
	t->r = r;
	memcpy(t->rows, rows, count * sizeof(*rows));
	t->count = count;
	t->next = next;
	t->owner = owner;
	limit_take(chat()->bus, &t->rows[0], limits_taken, t);
}

static void limits_taken(void *owner, bool allowed, int64_t retry_after_ms)
{
	struct taking *t = owner;
	if (!allowed) {
		metric_add(METRIC_RATE_LIMITED, 1);
		request_fail_limited(t->r, retry_after_ms);
		return;
	}
	t->taken++;
	if (t->taken == t->count) {
		t->next(t->owner);
		return;
	}
	limit_take(chat()->bus, &t->rows[t->taken], limits_taken, t);
}

const char *limit_key(struct request *r, const char *what, struct slice whom)
{
	char *key = arena_take(r->arena, KEY_MAX + 1);
	snprintf(key, KEY_MAX + 1, "%s:%.*s", what, (int)whom.size, whom.data ? whom.data : "");
	for (char *c = key; *c; c++)
		*c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 'a' - 'A') : *c;
	return key;
}

struct slice limit_address(const char *address, char out[LIMIT_ADDRESS_SIZE])
{
	struct in6_addr six;
	bool wide = inet_pton(AF_INET6, address, &six) == 1 && !IN6_IS_ADDR_V4MAPPED(&six);
	if (wide)
		memset(six.s6_addr + 8, 0, 8);
	if (!wide || !inet_ntop(AF_INET6, &six, out, LIMIT_ADDRESS_SIZE))
		snprintf(out, LIMIT_ADDRESS_SIZE, "%s", address);
	return slice_of(out);
}

const char *limit_key_address(struct request *r, const char *what)
{
	char text[LIMIT_ADDRESS_SIZE];
	return limit_key(r, what, limit_address(r->address, text));
}

size_t answer_bytes_max(void)
{
	return (size_t)chat()->config->socket_queue_bytes_max / 2;
}

size_t answer_text_bytes(struct slice text)
{
	/* \u0001; U+2028 and U+2029 begin with LINE. */
	enum { ESCAPE = 5, LINE = 0xE2, LINE_ESCAPE = 3 };
	size_t bytes = text.size;
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (c < ' ')
			bytes += ESCAPE;
		else if (c == '"' || c == '\\')
			bytes++;
		else if (c == LINE)
			bytes += LINE_ESCAPE;
	}
	return bytes;
}
