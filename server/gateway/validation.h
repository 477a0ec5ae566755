#pragma once

#include "gateway/session.h"

/* Are the sessions of open sockets still valid? Asked of the archive every session_check_ms for
 * all, and at once for a person when a change says so. Those that are not are closed with 1008;
 * roles follow. */
struct validation;

struct validation *validation_open(struct gateway *g);
void validation_close(struct validation *v);
/* Checks one person's sessions now. */
void validation_person(struct gateway *g, int64_t user_id);
/* Checks all now. */
void validation_all(struct gateway *g);
/* The number of a question about sessions that somebody else asks the archive now, for
 * session_refresh. */
uint64_t validation_question(struct gateway *g);
/* Checks one session now. */
void validation_session(const struct session *s);
