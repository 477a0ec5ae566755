#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crowd.h"

enum text_kind { TEXT_OTHER, TEXT_MESSAGE, TEXT_STORED };

/* Queues printMessage number `index` of a sender: its text begins with the number and is filled up
 * to text_bytes. */
void message_send(struct client *sender, const struct options *o, int64_t index);
/* What a frame of the server is. Exits with its text if it is an error. */
enum text_kind message_kind(const char *text, size_t size);
/* The number that message_send put into the text; -1 if there is none. */
int64_t message_index(const char *text, size_t size);
