#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A place in a doubly linked ring, embedded in its owner; the ring's head is one too. {0} is in no
 * ring. */
struct link {
	struct link *next;
	struct link *previous;
};

#define LINK_OWNER(link, type, member) ((type *)(void *)((char *)(link)-offsetof(type, member)))

static inline void link_init(struct link *head)
{
	head->next = head;
	head->previous = head;
}

static inline bool link_empty(const struct link *head)
{
	return head->next == head;
}

static inline bool link_used(const struct link *link)
{
	return link->next != NULL;
}

static inline void link_add_last(struct link *head, struct link *link)
{
	link->next = head;
	link->previous = head->previous;
	head->previous->next = link;
	head->previous = link;
}

/* Fine for a link that is in no ring. */
static inline void link_remove(struct link *link)
{
	if (!link->next)
		return;
	link->previous->next = link->next;
	link->next->previous = link->previous;
	link->next = NULL;
	link->previous = NULL;
}
