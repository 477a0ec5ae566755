#pragma once

#include <stdbool.h>

#include "net/exchange.h"

/* The page that says how a device comes to trust the local authority (/ca), and the authority's
 * certificate in the forms that devices take. Works without script and over plain HTTP. */
struct trust;

/* `authority` is PEM, copied. */
struct trust *trust_open(struct slice authority);
void trust_close(struct trust *t);
/* Answers what is its own and returns true; else leaves `x` alone. `t` NULL: nothing is. */
bool trust_serve(const struct trust *t, struct exchange *x);
