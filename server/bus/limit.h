#pragma once

#include "bus/bus_private.h"

/* The state behind limit_take (bus.h). */
struct limits *limits_new(struct bus *b);
void limits_free(struct limits *all);
/* Nothing is called from here any more; limits_free follows in the next turn. */
void limits_close(struct limits *all);
/* Hands the script to a Redis that was just connected. */
void limits_load(struct limits *all);
