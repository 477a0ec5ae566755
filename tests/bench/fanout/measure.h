#pragma once

#include <stddef.h>
#include <stdint.h>

#include "options.h"

/* Nanoseconds of a clock that does not jump. */
int64_t now_ns(void);
/* CPU time, user and system, that a process has used in all its threads. */
int64_t cpu_ns(int pid);
/* Resident memory of a process. */
int64_t resident_bytes(int pid);
/* The name of a process's program, in a buffer of its own until the next call. */
const char *process_name(int pid);

/* The server's processes at one moment. */
struct usage {
	int64_t at_ns;
	int64_t own_cpu_ns;
	int64_t cpu_ns[PIDS_MAX];
	int64_t resident[PIDS_MAX];
};

void usage_take(struct usage *u, const struct options *o);
/* CPU seconds of all the server's processes between two moments. */
double usage_cpu_s(const struct usage *from, const struct usage *to, const struct options *o);
/* " cpu.confabd=0.5213 cpu.generator=0.4102": which part of a core each used, ours too. */
void usage_print(const struct usage *from, const struct usage *to, const struct options *o);

/* Durations, as many as fit. */
struct samples {
	int64_t *ns;
	size_t count;
};

void samples_add(struct samples *s, int64_t ns);
/* Sorts them; the one that `part` of them (0 to 1) do not exceed, in ms. */
double samples_ms(struct samples *s, double part);
void samples_clear(struct samples *s);
