#pragma once

#include <stddef.h>
#include <stdint.h>

#include "options.h"

enum text_kind { TEXT_OTHER, TEXT_MESSAGE, TEXT_STORED };

/* What a server speaks above WebSocket, as far as a load generator must know it: the same load and
 * the same counting for each of them. */
struct dialect {
	const char *name;
	bool signs_up;     /* it has accounts; a socket brings the cookie of one */
	bool acknowledges; /* it answers each message to its sender */
	const char *path;
	const char *publisher_path;
	/* While it opens: a text that begins so is answered with that. */
	const char *hello;
	const char *hello_answer;
	/* It is open with a text that begins so; NULL: with the answer to the upgrade. */
	const char *opens_with;
	/* Answered at any time. */
	const char *ping;
	const char *pong;
	/* Message number `index` of a sender, whose text begins with the number and is filled up to
	 * text_bytes; returns its size. */
	int (*write)(const struct options *o, char *out, size_t capacity, int sender,
		     int64_t index);
	/* What a text of the server is; exits with it if it is an error. */
	enum text_kind (*kind)(const char *text, size_t size);
	/* The number in the text of a message; -1 if there is none. */
	int64_t (*index)(const char *text, size_t size);
};

/* NULL: there is none of that name. */
const struct dialect *dialect_find(const char *name);
