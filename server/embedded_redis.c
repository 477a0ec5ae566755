/* The private Redis: a wake-up channel, so nothing of it is written to the disk. */

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "embedded_service.h"

/* Of the package redis-tools, which brings no system service; it is the server when called by that
 * name. */
#define REDIS_PROGRAM "/usr/bin/redis-check-rdb"

static const char *const options[][2] = {
	{ "port", "0" },
	{ "unixsocketperm", "700" },
	{ "save", "" },
	{ "appendonly", "no" },
	{ "daemonize", "no" },
	{ "databases", "1" },
	{ "loglevel", "notice" },
	{ "always-show-logo", "no" },
	{ "set-proc-title", "no" },
	/* Rate buckets, presence and short-lived keys only; a full Redis must refuse, not forget a
	   limit. */
	{ "maxmemory", "64mb" },
	{ "maxmemory-policy", "volatile-ttl" },
	{ "maxclients", "1000" },
	{ "tcp-keepalive", "0" },
	/* A worker that does not read is cut off and heals from the archive. */
	{ "client-output-buffer-limit", "pubsub 32mb 8mb 30" },
	{ "disable-thp", "yes" },
};

static bool prepare(const struct data_directory *d, struct failure *failure)
{
	char path[PATH_MAX];

	if (access(REDIS_PROGRAM, X_OK) != 0)
		return failure_set(
			failure, EX_UNAVAILABLE,
			"redis-server is missing: apt-get install redis-tools, or set redis_url");
	data_directory_path(d, "redis", path);
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return failure_set(failure, EX_CANTCREAT, "%s cannot be made: %s", path,
				   strerror(errno));
	return true;
}

static void command(const struct data_directory *d, struct service_command *c)
{
	char path[PATH_MAX];

	c->file = REDIS_PROGRAM;
	service_argument(c, "redis-server");
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		service_argument(c, "--%s", options[i][0]);
		service_argument(c, "%s", options[i][1]);
	}
	data_directory_path(d, "redis", path);
	service_argument(c, "--dir");
	service_argument(c, "%s", path);
	service_argument(c, "--unixsocket");
	service_argument(c, "%s/redis.sock", d->sockets);
}

const struct service_kind embedded_redis = {
	.name = "redis",
	.socket = "redis.sock",
	.log = "redis.log",
	.probe = "PING\r\n",
	.start_limit_ms = 10000,
	.stop_limit_ms = 3000,
	.prepare = prepare,
	.command = command,
};
