#pragma once

#include "gateway/session.h"

/* A text message of a client: parsed once, checked, and handed to its action; refused with
 * growlError otherwise. A client that keeps sending what is no request is closed with 1008. */
void dispatch_message(struct session *s, struct slice text);
