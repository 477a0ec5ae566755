#pragma once

#include <stdbool.h>

#include "net/http_head.h"

/* The WebSocket handshake (RFC 6455 §4.2). */

enum { UPGRADE_ACCEPT_SIZE = 29 };

/* Does this request ask for a WebSocket, well or badly? */
bool upgrade_wanted(const struct http_head *head);
/* 0, or the status to refuse it with: 400, 405, 426 (another version). */
int upgrade_check(const struct http_head *head);
/* The value of Sec-WebSocket-Accept and a NUL, for a key that upgrade_check has accepted. */
void upgrade_accept(struct slice key, char out[UPGRADE_ACCEPT_SIZE]);
