/* Checks the client's part of the WebSocket handshake and computes the answer to its key. */
#include "net/upgrade.h"

#include <libwebsockets.h>

#include "base/check.h"

enum {
	STATUS_BAD = 400,
	STATUS_METHOD = 405,
	STATUS_UPGRADE_REQUIRED = 426,
	KEY_SIZE = 24,
	DIGEST_SIZE = 20,
};

bool upgrade_wanted(const struct http_head *head)
{
	return http_head_lists(head, "upgrade", "websocket");
}

static bool is_base64(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '+' || c == '/';
}

/* 16 bytes in base64: 22 characters and "==". */
static bool is_key(struct slice key)
{
	if (key.size != KEY_SIZE || key.data[22] != '=' || key.data[23] != '=')
		return false;
	for (size_t i = 0; i < 22; i++)
		if (!is_base64(key.data[i]))
			return false;
	return true;
}

int upgrade_check(const struct http_head *head)
{
	if (head->method != METHOD_GET)
		return STATUS_METHOD;
	if (head->minor != 1 || !http_head_lists(head, "connection", "upgrade"))
		return STATUS_BAD;
	if (http_head_count(head, "sec-websocket-version") != 1 ||
	    http_head_count(head, "sec-websocket-key") != 1)
		return STATUS_BAD;
	if (!slice_equal(http_head_field(head, "sec-websocket-version"), SLICE("13")))
		return STATUS_UPGRADE_REQUIRED;
	return is_key(http_head_field(head, "sec-websocket-key")) ? 0 : STATUS_BAD;
}

void upgrade_accept(struct slice key, char out[UPGRADE_ACCEPT_SIZE])
{
	static const struct slice guid = { "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36 };
	unsigned char joined[KEY_SIZE + 36];
	unsigned char digest[DIGEST_SIZE];
	/* libwebsockets leaves out the NUL of a text that fills its buffer to the last byte. */
	char text[UPGRADE_ACCEPT_SIZE + 3];
	int size;

	memcpy(joined, key.data, KEY_SIZE);
	memcpy(joined + KEY_SIZE, guid.data, guid.size);
	lws_SHA1(joined, sizeof joined, digest);
	size = lws_b64_encode_string((const char *)digest, DIGEST_SIZE, text, sizeof text);
	ASSERT(size == UPGRADE_ACCEPT_SIZE - 1);
	memcpy(out, text, UPGRADE_ACCEPT_SIZE);
}
