#pragma once

#include <stdbool.h>

#include "base/slice.h"
#include "net/address.h"
#include "net/http_head.h"

struct web;

/* Reads trusted_proxies. */
void proxy_configure(struct web *w);
bool proxy_trusted(const struct web *w, const struct address *a);
/* The client behind the trusted proxy `from`: the last address in X-Forwarded-For that is no
 * trusted proxy. `from` itself if it is not trusted or says nothing. */
struct address proxy_client(const struct web *w, const struct address *from,
			    const struct http_head *head);
/* Is the client's side TLS? Of a trusted proxy's connection it says so itself, if it says anything;
 * `tls` is that of the connection. */
bool proxy_secure(const struct web *w, const struct address *from, const struct http_head *head,
		  bool tls);
/* Somebody forwarded this request, or claims to. */
bool proxy_forwarded(const struct http_head *head);
