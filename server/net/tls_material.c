/* Fixed head, then the three texts. Writer and reader are always the same program, but for the
 * moment of an upgrade: the head begins with its own size. */
#include "net/tls_material.h"

#include <string.h>

enum { TEXTS = 3 };

struct head {
	uint64_t head_size;
	uint64_t sizes[TEXTS];
	struct tls_tickets tickets;
};

void tls_material_write(const struct tls_material *m, struct buffer *out)
{
	const struct head head = { .head_size = sizeof head,
				   .sizes = { m->chain.size, m->key.size, m->authority.size },
				   .tickets = m->tickets };

	buffer_append(out, &head, sizeof head);
	buffer_append_slice(out, m->chain);
	buffer_append_slice(out, m->key);
	buffer_append_slice(out, m->authority);
}

bool tls_material_read(struct slice bytes, struct tls_material *m)
{
	struct slice *const texts[TEXTS] = { &m->chain, &m->key, &m->authority };
	struct head head;
	size_t at = sizeof head;

	if (bytes.size < sizeof head)
		return false;
	memcpy(&head, bytes.data, sizeof head);
	if (head.head_size != sizeof head || head.tickets.period_ms <= 0)
		return false;
	for (int i = 0; i < TEXTS; i++) {
		if (head.sizes[i] > bytes.size - at)
			return false;
		*texts[i] = (struct slice){ bytes.data + at, (size_t)head.sizes[i] };
		at += (size_t)head.sizes[i];
	}
	m->tickets = head.tickets;
	return at == bytes.size;
}
