#pragma once

#include "gateway/context.h"

/* Somebody's name, picture, status or role changed: the sockets here that watch them are told. */
struct news;

struct news *news_open(struct gateway *g);
void news_close(struct news *n);
/* The archive has something new of the person. */
void news_person(struct gateway *g, int64_t user_id);
