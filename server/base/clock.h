#pragma once

#include <stdint.h>

/* Milliseconds of a clock that never jumps: for every timeout. */
int64_t clock_monotonic_ms(void);
/* Microseconds of the same clock: for measuring. */
int64_t clock_monotonic_us(void);
/* Milliseconds since 1970 UTC: for what people and the archive see, never for order. */
int64_t clock_wall_ms(void);
/* The day of a moment, by UTC, as YYYY-MM-DD and a NUL. */
void clock_date(int64_t wall_ms, char out[11]);
