#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "net/exchange.h"

/* The head of an HTTP/1 request, read strictly: whatever a proxy in front could understand in
 * another way is refused. */

enum {
	HTTP_FIELDS_MAX = 100,
	HTTP_HEAD_BYTES_MAX = 16384,
	HTTP_TARGET_BYTES_MAX = 8192,
};

struct http_field {
	struct slice name;
	struct slice value;
};

struct http_head {
	enum method method;
	/* Begins with '/', or is "*". */
	struct slice target;
	/* What the target named besides (RFC 9112 §3.2.2); {NULL, 0} as a rule. */
	struct slice authority;
	/* 0 or 1: HTTP/1.0 or HTTP/1.1. */
	int minor;
	size_t field_count;
	struct http_field fields[HTTP_FIELDS_MAX];
};

/* The size of the head with its empty line; 0 if it is not whole. `*scanned` remembers between
 * calls how far was looked (0 at first). */
size_t http_head_size(struct slice bytes, size_t *scanned);
/* The status that a head which is not whole (or too large) can be refused with already, 0 if it may
 * go on. What stands before `from` was looked at by an earlier call. */
int http_head_doomed(struct slice bytes, size_t from);
/* Reads a whole head; slices point into it. Returns 0 or the status to refuse with (400, 414, 431,
 * 505). */
int http_head_parse(struct slice bytes, struct http_head *head);
/* The value of the first field of that name (any case); {NULL, 0} if there is none. */
struct slice http_head_field(const struct http_head *head, const char *name);
size_t http_head_count(const struct http_head *head, const char *name);
/* True if one of the comma-separated lists in the fields of that name has `token` (any case). */
bool http_head_lists(const struct http_head *head, const char *name, const char *token);
/* How many bytes of body follow. Returns 0 or the status to refuse with (400, 411, 413). */
int http_body_size(const struct http_head *head, size_t body_bytes_max, size_t *size);
/* May the connection be used again after this request? */
bool http_keeps_alive(const struct http_head *head);

/* Cuts the next element off a comma-separated list, trimmed of spaces and tabs; false at the end.
 * Empty elements are skipped. */
bool http_list_next(struct slice *list, struct slice *element);
