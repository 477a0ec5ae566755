#pragma once

#include <stddef.h>
#include <stdint.h>

struct siphash_key {
	uint64_t low;
	uint64_t high;
};

/* SipHash-2-4: a hash that cannot be steered into collisions by whoever does not know the key. */
uint64_t siphash(struct siphash_key key, const void *bytes, size_t size);
