/* X-Forwarded-For and X-Forwarded-Proto, believed only when the direct peer is in trusted_proxies.
 */
#include "net/proxy.h"

#include "base/log.h"
#include "base/text.h"
#include "net/web_private.h"

void proxy_configure(struct web *w)
{
	struct slice list = slice_of(w->config->trusted_proxies);
	struct slice entry;

	while (http_list_next(&list, &entry) && w->proxy_count < PROXIES_MAX) {
		if (network_parse(entry, &w->proxies[w->proxy_count]))
			w->proxy_count++;
		else
			log_warn("net", "not an address or network", "trusted_proxies=\"%.*s\"",
				 (int)entry.size, entry.data);
	}
}

bool proxy_trusted(const struct web *w, const struct address *a)
{
	for (size_t i = 0; i < w->proxy_count; i++)
		if (network_has(&w->proxies[i], a))
			return true;
	return false;
}

/* Cuts the last element off a list. */
static struct slice cut_last(struct slice *list)
{
	const char *comma = list->size ? memrchr(list->data, ',', list->size) : NULL;
	struct slice last = *list;

	if (comma) {
		last.size = (size_t)(list->data + list->size - comma) - 1;
		last.data = comma + 1;
		list->size = (size_t)(comma - list->data);
	} else {
		list->size = 0;
	}
	return text_trim(last);
}

/* Walks one field's list from its end; true when the client is found or the list cannot be believed
 * further. */
static bool walk_list(const struct web *w, struct slice list, struct address *client)
{
	struct address next;

	while (list.size) {
		if (!address_parse(cut_last(&list), &next))
			return true;
		*client = next;
		if (!proxy_trusted(w, client))
			return true;
	}
	return false;
}

struct address proxy_client(const struct web *w, const struct address *from,
			    const struct http_head *head)
{
	struct address client = *from;

	if (!proxy_trusted(w, from))
		return client;
	for (size_t i = head->field_count; i > 0; i--) {
		const struct http_field *field = &head->fields[i - 1];
		if (!text_equal_ignoring_case(field->name, SLICE("x-forwarded-for")))
			continue;
		if (walk_list(w, field->value, &client))
			break;
	}
	return client;
}

/* The nearest proxy's: those before it may be the client's. */
static struct slice last_field(const struct http_head *head, const char *name)
{
	for (size_t i = head->field_count; i > 0; i--)
		if (text_equal_ignoring_case(head->fields[i - 1].name, slice_of(name)))
			return head->fields[i - 1].value;
	return (struct slice){ 0 };
}

bool proxy_secure(const struct web *w, const struct address *from, const struct http_head *head,
		  bool tls)
{
	struct slice list = last_field(head, "x-forwarded-proto");

	if (list.data == NULL || !proxy_trusted(w, from))
		return tls;
	return text_equal_ignoring_case(cut_last(&list), SLICE("https"));
}

bool proxy_forwarded(const struct http_head *head)
{
	return http_head_count(head, "x-forwarded-for") || http_head_count(head, "forwarded") ||
	       http_head_count(head, "x-real-ip") || http_head_count(head, "x-forwarded-proto");
}
