/* SipHash-2-4 as in the paper of Aumasson and Bernstein (2012); the words are little-endian. */
#include "base/siphash.h"

#include <endian.h>
#include <string.h>

struct state {
	uint64_t v0;
	uint64_t v1;
	uint64_t v2;
	uint64_t v3;
};

static uint64_t rotate(uint64_t word, unsigned bits)
{
	return word << bits | word >> (64 - bits);
}

static void mix(struct state *s, int rounds)
{
	for (int i = 0; i < rounds; i++) {
		s->v0 += s->v1;
		s->v1 = rotate(s->v1, 13) ^ s->v0;
		s->v0 = rotate(s->v0, 32);
		s->v2 += s->v3;
		s->v3 = rotate(s->v3, 16) ^ s->v2;
		s->v0 += s->v3;
		s->v3 = rotate(s->v3, 21) ^ s->v0;
		s->v2 += s->v1;
		s->v1 = rotate(s->v1, 17) ^ s->v2;
		s->v2 = rotate(s->v2, 32);
	}
}

static void absorb(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	mix(s, 2);
	s->v0 ^= word;
}

uint64_t siphash(struct siphash_key key, const void *bytes, size_t size)
{
	struct state s = { key.low ^ 0x736f6d6570736575U, key.high ^ 0x646f72616e646f6dU,
			   key.low ^ 0x6c7967656e657261U, key.high ^ 0x7465646279746573U };
	const unsigned char *at = bytes;
	uint64_t word;
	for (size_t left = size; left >= 8; left -= 8, at += 8) {
		memcpy(&word, at, 8);
		absorb(&s, le64toh(word));
	}
	word = 0;
	if (size % 8 > 0)
		memcpy(&word, at, size % 8);
	absorb(&s, le64toh(word) | (uint64_t)size << 56);
	s.v2 ^= 0xff;
	mix(&s, 4);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
