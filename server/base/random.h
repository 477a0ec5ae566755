#pragma once

#include <stddef.h>
#include <stdint.h>

/* From the kernel's generator (getrandom); aborts if there is none. */
void random_bytes(void *out, size_t size);
/* A number in [0, bound). */
uint64_t random_below(uint64_t bound);
/* `size` characters of [A-Za-z0-9], each drawn evenly, and a NUL: `out` holds size + 1. */
void random_text(char *out, size_t size);
