/* The rules of names, addresses and the front door. */
#include "chat/account_rules.h"

#include <stdio.h>

#include "base/states.h"
#include "base/text.h"
#include "chat/chat.h"

enum { USER_NAME_MAX = 16, EMAIL_MAX = 190, URL_MAX = 1100 };

bool user_name_valid(struct slice name)
{
	if (name.size == 0 || name.size > USER_NAME_MAX)
		return false;
	for (size_t i = 0; i < name.size; i++) {
		char c = name.data[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-')
			return false;
	}
	return true;
}

static struct slice domain_of(struct slice email)
{
	const char *at = memchr(email.data, '@', email.size);
	if (!at)
		return (struct slice){ NULL, 0 };
	return (struct slice){ at + 1, email.size - (size_t)(at + 1 - email.data) };
}

bool email_valid(struct slice email)
{
	struct slice domain = email.size ? domain_of(email) : email;
	if (!domain.data || domain.size < 1 || domain.size + 1 == email.size)
		return false;
	if (text_length(email) > EMAIL_MAX || text_has_control(email))
		return false;
	return !memchr(email.data, ' ', email.size) && !memchr(domain.data, '@', domain.size) &&
	       domain.data[0] != '.' && domain.data[domain.size - 1] != '.';
}

bool email_domain_listed(struct slice email)
{
	struct slice domain = email.size ? domain_of(email) : email;
	const char *at = chat()->config->registration_domains;
	if (!domain.size)
		return false;
	while (*at) {
		size_t size = strcspn(at, ",");
		if (text_equal_ignoring_case(text_trim((struct slice){ at, size }), domain))
			return true;
		at += size;
		at += *at == ',';
	}
	return false;
}

enum error door_open(const struct door_ticket *ticket, int *state)
{
	int registration = chat()->config->registration;
	*state = ACCOUNT_ACTIVE;
	if (ticket->setup)
		return ERROR_OK;
	if (registration == REGISTRATION_CLOSED)
		return ERROR_REGISTRATION_CLOSED;
	if (ticket->invitation || registration == REGISTRATION_OPEN)
		return ERROR_OK;
	*state = ACCOUNT_PENDING;
	/* An address is a claim until a mail to it was answered: its domain opens the door, an
	 * administrator lets in. */
	if (registration == REGISTRATION_APPROVAL || email_domain_listed(ticket->email))
		return ERROR_OK;
	return ERROR_REGISTRATION_CLOSED;
}

const char *link_url(struct request *r, const char *page, const char *token)
{
	const char *base = chat()->config->public_url[0] ? chat()->config->public_url : r->base_url;
	char *url = arena_take(r->arena, URL_MAX);
	size_t size = strlen(base);
	while (size > 0 && base[size - 1] == '/')
		size--;
	snprintf(url, URL_MAX, "%.*s/%s/%s", (int)size, base, page, token);
	return url;
}
