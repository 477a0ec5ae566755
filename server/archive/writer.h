#pragma once

#include "archive/write.h"

/* The batch writer: one connection, one queue, everything in order of arrival. */
struct writer;

struct writer *writer_new(struct archive *a);
/* Answers everything with ERROR_UNAVAILABLE and closes the connection. */
void writer_close(struct writer *w);
void writer_free(struct writer *w);
bool writer_up(const struct writer *w);
