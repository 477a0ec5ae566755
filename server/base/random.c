/* Random numbers from the kernel. Ranges are drawn by rejection, so every value is equally likely.
 */
#include "base/random.h"

#include <errno.h>
#include <sys/random.h>

#include "base/check.h"

void random_bytes(void *out, size_t size)
{
	char *at = out;
	while (size > 0) {
		ssize_t got = getrandom(at, size, 0);
		if (got < 0 && errno == EINTR)
			continue;
		ASSERT(got > 0);
		at += got;
		size -= (size_t)got;
	}
}

uint64_t random_below(uint64_t bound)
{
	ASSERT(bound > 0);
	/* The first 2^64 mod bound numbers would make the small results likelier. */
	uint64_t rejected = (0 - bound) % bound;
	for (;;) {
		uint64_t n;
		random_bytes(&n, sizeof(n));
		if (n >= rejected)
			return n % bound;
	}
}

void random_text(char *out, size_t size)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	const unsigned count = sizeof(letters) - 1;
	size_t done = 0;
	while (done < size) {
		unsigned char pool[64];
		random_bytes(pool, sizeof(pool));
		for (size_t i = 0; i < sizeof(pool) && done < size; i++) {
			if (pool[i] < 256 / count * count)
				out[done++] = letters[pool[i] % count];
		}
	}
	out[size] = '\0';
}
