#pragma once

#include "bus/bus_private.h"

/* Sends what was held while the connection for commands was away. */
void publish_held(struct bus *b);
void publish_forget_held(struct bus *b);
