#pragma once

#include <stdbool.h>

#include "base/buffer.h"
#include "net/tls_material.h"

/* TLS of clients' connections (OpenSSL), without sockets: records come in as bytes and go out as
 * bytes. One context a web; nothing here may be called from within itself. */
struct tls_context;
struct tls;

/* The first byte of a connection that begins with TLS. No HTTP request begins with it. */
enum { TLS_FIRST_BYTE = 0x16 };

enum tls_event {
	TLS_MORE,   /* nothing to be had before more comes */
	TLS_BYTES,  /* `plain` has some, until the next call */
	TLS_ENDED,  /* the peer says that it sends nothing more */
	TLS_FAILED, /* for good; an alert may wait in the output */
};

/* NULL: `problem` (of at least 256 bytes) says why the certificate or key will not do. */
struct tls_context *tls_open(const struct tls_material *m, char *problem, size_t size);
void tls_close(struct tls_context *context);

struct tls *tls_new(struct tls_context *context);
void tls_free(struct tls *t);
/* What came; borrowed until tls_next has said TLS_MORE. */
void tls_feed(struct tls *t, struct slice records);
enum tls_event tls_next(struct tls *t, struct slice *plain);
/* False before the handshake is over, and after the end. */
bool tls_established(const struct tls *t);
/* Turns bytes into records. False: failed for good. */
bool tls_seal(struct tls *t, struct slice plain);
/* Says that nothing more follows. */
void tls_end(struct tls *t);
/* Records that have to leave, and that `size` bytes of them have left. */
struct slice tls_output(const struct tls *t);
void tls_sent(struct tls *t, size_t size);
