#pragma once

#include <stdbool.h>

/* Gives everything up that decoding does not need, for good: after it the process can read its
 * standard input, write its standard output and error, get memory, and end. Anything else kills it
 * (SIGSYS). */

enum {
	SANDBOX_MEMORY_BYTES = 256 * 1024 * 1024, /* of address space */
	SANDBOX_CPU_S = 5,
};

/* False if the kernel cannot do it: then nothing from outside may be read. (Landlock is an addition
 * that older kernels lack.) */
bool sandbox_enter(void);
/* The part of it that closes the file system and the network (Landlock); true as well where the
 * kernel lacks it. By itself for tests alone. */
bool sandbox_close_files(void);
