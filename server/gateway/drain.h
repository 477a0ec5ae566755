#pragma once

#include "gateway/context.h"

/* A worker's end: no new connections, every client sent away with a time to come back, requests
 * finished. */
struct drain;

void drain_start(struct gateway *g, void (*done)(void *owner), void *owner);
void drain_free(struct drain *d);
