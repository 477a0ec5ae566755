#pragma once

#include "gateway/session.h"

/* "Somebody is typing". */
struct typing;

struct typing *typing_open(struct gateway *g);
void typing_close(struct typing *t);
/* The socket ends. */
void typing_free(struct session *s);
