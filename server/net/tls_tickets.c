/* Ticket keys by a ratchet: HMAC-SHA256 of a period's secret makes its three keys and the next
 * period's secret; then it is overwritten. Processes of one machine agree on the period by the
 * monotonic clock. */
#include "net/tls_tickets.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "base/check.h"
#include "base/random.h"

enum { DIGEST_SIZE = 32 };

/* `out` holds DIGEST_SIZE bytes. */
static void derive(const uint8_t *secret, const char *label, uint8_t *out)
{
	unsigned int size = 0;

	ASSERT(HMAC(EVP_sha256(), secret, TICKET_SECRET_SIZE, (const unsigned char *)label,
		    strlen(label), out, &size) != NULL);
	ASSERT(size == DIGEST_SIZE);
}

/* Makes `current` of the secret, and the secret the next one. */
static void step(struct tls_tickets *t)
{
	uint8_t digest[DIGEST_SIZE];

	t->previous = t->current;
	derive(t->secret, "name", digest);
	memcpy(t->current.name, digest, sizeof t->current.name);
	derive(t->secret, "cipher", t->current.cipher);
	derive(t->secret, "mac", t->current.mac);
	derive(t->secret, "next", digest);
	memcpy(t->secret, digest, sizeof t->secret);
	explicit_bzero(digest, sizeof digest);
}

void tickets_open(struct tls_tickets *t, int64_t period_ms, int64_t now_ms)
{
	*t = (struct tls_tickets){ .period_ms = period_ms, .period = now_ms / period_ms };
	random_bytes(t->secret, sizeof t->secret);
	step(t);
	/* There is none before; a key that nobody has. */
	random_bytes(&t->previous, sizeof t->previous);
}

void tickets_turn(struct tls_tickets *t, int64_t now_ms)
{
	int64_t period = now_ms / t->period_ms;

	while (t->period < period) {
		step(t);
		t->period++;
	}
}

const struct ticket_key *tickets_find(const struct tls_tickets *t, const uint8_t *name)
{
	if (memcmp(name, t->current.name, TICKET_NAME_SIZE) == 0)
		return &t->current;
	return memcmp(name, t->previous.name, TICKET_NAME_SIZE) == 0 ? &t->previous : NULL;
}
