/* What left, read as a client would read it. */
#include "fuzz/connection/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"

/* A frame that a server may send; its size, 0 if it is none. Nothing follows a close frame. */
static size_t frame_size(struct slice rest)
{
	const unsigned char *at = (const unsigned char *)rest.data;
	size_t head = 2;

	if (rest.size < 2 || (at[0] != 0x81 && at[0] != 0x88 && at[0] != 0x8a))
		return 0;
	size_t size = at[1];
	if (size == 126 && rest.size >= 4) {
		size = (size_t)at[2] << 8 | at[3];
		head = 4;
		if (size < 126)
			return 0;
	} else if (size > 125) {
		return 0;
	}
	size += head;
	return size <= rest.size && (at[0] != 0x88 || size == rest.size) ? size : 0;
}

static void check_frames(struct slice rest)
{
	while (rest.size > 0) {
		size_t size = frame_size(rest);
		ASSERT(size > 0);
		rest.data += size;
		rest.size -= size;
	}
}

static bool has_line(struct slice head, const char *line)
{
	return memmem(head.data, head.size, line, strlen(line)) != NULL;
}

static size_t announced_size(struct slice head)
{
	static const char name[] = "\r\nContent-Length: ";
	const char *at = memmem(head.data, head.size, name, sizeof(name) - 1);

	return at ? (size_t)strtoul(at + sizeof(name) - 1, NULL, 10) : 0;
}

/* Cuts the head off. Every line of it is one of ours: nothing of a request can add one. */
static struct slice take_head(struct slice *rest)
{
	const char *end = memmem(rest->data, rest->size, "\r\n\r\n", 4);

	ASSERT(end != NULL);
	struct slice head = { rest->data, (size_t)(end - rest->data) + 4 };
	rest->data += head.size;
	rest->size -= head.size;
	ASSERT(head.size > 13 && memcmp(head.data, "HTTP/1.1 ", 9) == 0);
	ASSERT(!memchr(head.data, '\0', head.size) && !has_line(head, "\r\nX-Evil"));
	return head;
}

static void take_body(const struct run *r, size_t answer, struct slice head, struct slice *rest)
{
	size_t size = announced_size(head);

	/* net's own refusals end the connection. */
	if (answer >= r->heads.size) {
		ASSERT(rest->size == 0 || rest->size == size);
		rest->size = 0;
		return;
	}
	if (r->heads.data[answer])
		return;
	ASSERT(rest->size >= size);
	rest->data += size;
	rest->size -= size;
}

void sent_check(struct run *r)
{
	struct slice rest = buffer_slice(&r->sent);
	size_t answer = 0;
	bool upgraded = false;

	while (rest.size > 0 && !upgraded) {
		struct slice head = take_head(&rest);
		int status = (int)strtol(head.data + 9, NULL, 10);
		ASSERT(status >= 100 && status < 600);
		upgraded = status == 101;
		if (status < 200)
			continue;
		if (answer >= r->heads.size) {
			r->refused_at = (size_t)(head.data - r->sent.data);
			r->refusal = status;
		}
		take_body(r, answer++, head, &rest);
		ASSERT(!has_line(head, "\r\nConnection: close\r\n") || rest.size == 0);
	}
	ASSERT(upgraded == (r->opened == 1) && answer <= r->heads.size + 1);
	check_frames(rest);
}
