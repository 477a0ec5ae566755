/* Ticket keys: the same for all who were given them, gone after their time, never to be had back.
 */
#include "net/tls_tickets.h"

#include <string.h>

#include "unit/harness.h"

enum { PERIOD = 1000, START = 5000 };

static bool same(const struct ticket_key *a, const struct ticket_key *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

TEST(two_workers_have_the_same_keys_at_any_time)
{
	struct tls_tickets first;
	struct tls_tickets second;

	tickets_open(&first, PERIOD, START);
	second = first;
	for (int64_t now = START; now < START + 10 * PERIOD; now += PERIOD / 2) {
		tickets_turn(&first, now);
		if (now % 3 == 0)
			tickets_turn(&second, now);
	}
	tickets_turn(&second, START + 9 * PERIOD + PERIOD / 2);
	CHECK(same(&first.current, &second.current));
	CHECK(same(&first.previous, &second.previous));
	CHECK(memcmp(first.secret, second.secret, sizeof first.secret) == 0);
}

TEST(a_key_is_taken_for_its_period_and_the_next)
{
	struct tls_tickets t;
	struct ticket_key key;

	tickets_open(&t, PERIOD, START);
	key = t.current;
	CHECK(tickets_find(&t, key.name) == &t.current);
	tickets_turn(&t, START + PERIOD - 1);
	CHECK(tickets_find(&t, key.name) == &t.current);
	tickets_turn(&t, START + PERIOD);
	CHECK(tickets_find(&t, key.name) == &t.previous);
	CHECK(!same(&t.current, &key));
	tickets_turn(&t, START + 2 * PERIOD);
	CHECK(tickets_find(&t, key.name) == NULL);
}

TEST(what_is_handed_on_later_holds_nothing_of_before)
{
	struct tls_tickets t;
	struct ticket_key first;
	uint8_t secret[TICKET_SECRET_SIZE];
	const uint8_t *bytes = (const uint8_t *)&t;

	tickets_open(&t, PERIOD, START);
	first = t.current;
	memcpy(secret, t.secret, sizeof secret);
	tickets_turn(&t, START + 5 * PERIOD);
	CHECK(memmem(bytes, sizeof t, secret, sizeof secret) == NULL);
	CHECK(memmem(bytes, sizeof t, first.cipher, sizeof first.cipher) == NULL);
	CHECK(memmem(bytes, sizeof t, first.mac, sizeof first.mac) == NULL);
	CHECK(memmem(bytes, sizeof t, first.name, sizeof first.name) == NULL);
}

TEST(a_clock_that_has_not_moved_changes_nothing)
{
	struct tls_tickets t;
	struct tls_tickets before;

	tickets_open(&t, PERIOD, START);
	before = t;
	tickets_turn(&t, START);
	tickets_turn(&t, START - PERIOD);
	CHECK(memcmp(&t, &before, sizeof t) == 0);
}

TEST(two_starts_have_nothing_in_common)
{
	struct tls_tickets a;
	struct tls_tickets b;

	tickets_open(&a, PERIOD, START);
	tickets_open(&b, PERIOD, START);
	CHECK(!same(&a.current, &b.current));
	CHECK(memcmp(a.current.cipher, a.current.mac, TICKET_KEY_SIZE) != 0);
}
