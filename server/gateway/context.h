#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "archive/archive.h"
#include "base/config.h"
#include "base/dictionary.h"
#include "base/table.h"
#include "bus/bus.h"
#include "gateway/gateway.h"
#include "net/link.h"
#include "net/loop.h"
#include "net/static.h"
#include "net/web.h"

/* What the files of the gateway share: one a worker, owned by gateway.c. Each field is written by
 * the file named. */
struct gateway {
	struct loop *loop;
	const struct config *config;
	struct archive *archive;
	struct bus *bus;
	struct web *web;
	struct static_files *files; /* NULL: no client is served */
	struct trust *trust;        /* NULL: no local authority; trust.c */
	int worker;
	bool draining;
	bool raising;     /* epoch.c */
	int64_t requests; /* in flight; request_scope.c */

	struct table *sessions;      /* number → struct session; session.c */
	struct table *people;        /* user id → struct person; session.c */
	struct link uploads;         /* struct upload, those let in; uploads.c */
	size_t upload_count;         /* uploads.c */
	uint64_t session_number;     /* the last given; session.c */
	struct dictionary *bases;    /* base URLs, kept; session.c */
	struct dictionary *visitors; /* address → struct visitor; doorman.c */

	struct table *lives;     /* stream id → struct live; live.c */
	int64_t holes;           /* how many of them have one; live_apply.c */
	struct loading *loading; /* the batch being collected; live_load.c */
	bool closing;
	struct link joinings;          /* struct joining; joining.c */
	struct heads *heads;           /* heads.c */
	struct liveness *liveness;     /* liveness.c */
	struct validation *validation; /* validation.c */
	uint64_t validations;          /* questions asked so far; validation.c */
	struct pruning *pruning;       /* pruning.c */
	struct drain *drain;           /* drain.c */
	struct presence *presence;     /* presence.c */
	struct watchers *watchers;     /* watcher.c */
	struct typing *typing;         /* typing.c */
	struct news *news;             /* news.c */
	struct statuses *statuses;     /* statuses.c */
	struct timer *second;          /* gateway.c */
};
