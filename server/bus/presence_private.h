#pragma once

#include "bus/bus_private.h"

/* The state behind bus/presence_store.h. */
struct presence_calls *presence_calls_new(struct bus *b);
/* Frees; those who wait are not told. */
void presence_calls_free(struct presence_calls *all);
/* Hands the scripts to a Redis that was just connected. */
void presence_calls_load(struct presence_calls *all);
