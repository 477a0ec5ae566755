#pragma once

#include "archive/write.h"

/* Ids, taken from the archive in leases. */
struct ids;

struct ids *ids_new(struct archive *a);
/* Answers all that wait with ERROR_UNAVAILABLE. */
void ids_close(struct ids *ids);
void ids_free(struct ids *ids);
