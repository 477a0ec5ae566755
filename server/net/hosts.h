#pragma once

#include <stdbool.h>

#include "base/config.h"
#include "base/slice.h"

/* The names under which this server may be called: what protects it from DNS rebinding and cache
 * poisoning. */
struct hosts;

/* allowed_hosts; if that is empty localhost, the loopback addresses, the own host name and the
 * addresses of the own interfaces; and in any case the host of public_url. The own host name is one
 * with ".local" as well, if it has no dot: by that others on the network find it. */
struct hosts *hosts_new(const struct config *config);
void hosts_free(struct hosts *h);
/* `host` is the value of a Host header; its port does not count. */
bool hosts_allow(struct hosts *h, struct slice host);

/* `host` is that of an https public_url: what this server says of itself there holds for all of it.
 */
bool hosts_secure(const struct hosts *h, struct slice host);

/* The host in "name", "name:port" or "[v6]:port"; {NULL, 0} if it is not well-formed. */
struct slice host_name(struct slice host);
/* This machine's, for browsers too: they trust such a page without TLS. */
bool host_is_loopback(struct slice host);
/* It names a port besides. */
bool host_has_port(struct slice host);
