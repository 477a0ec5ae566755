#pragma once

#include "gateway/context.h"

/* The regular look at the archive's heads of all served streams: what no envelope told is found
 * here. Every head_check_ms, every head_check_alone_ms while Redis is away, and when asked. */
struct heads;

struct heads *heads_open(struct gateway *g);
void heads_close(struct heads *h);
/* Looks now (or again right after the look that is under way). */
void heads_check(struct heads *h);
