#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The keys of session tickets, the same in all workers without a word between them: each period has
 * a secret that is made from the one before, one way, so whoever learns a secret cannot read what
 * was said in earlier periods. Plain data, to be handed from the supervisor to a worker. */

enum {
	TICKET_SECRET_SIZE = 32,
	TICKET_NAME_SIZE = 16,
	TICKET_KEY_SIZE = 32,
};

struct ticket_key {
	uint8_t name[TICKET_NAME_SIZE];
	uint8_t cipher[TICKET_KEY_SIZE];
	uint8_t mac[TICKET_KEY_SIZE];
};

struct tls_tickets {
	int64_t period_ms;
	int64_t period; /* number of the one that `current` is of, by the monotonic clock */
	uint8_t secret[TICKET_SECRET_SIZE]; /* of the next period */
	struct ticket_key current;
	struct ticket_key previous;
};

/* A new secret, of chance. */
void tickets_open(struct tls_tickets *t, int64_t period_ms, int64_t now_ms);
/* Moves on to the period of `now_ms` (clock_monotonic_ms) and forgets what is older than the one
 * before. */
void tickets_turn(struct tls_tickets *t, int64_t now_ms);
/* The key of that name; NULL: a ticket of a time that is forgotten. */
const struct ticket_key *tickets_find(const struct tls_tickets *t, const uint8_t *name);
