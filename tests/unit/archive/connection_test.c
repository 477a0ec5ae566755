/* Getting connected: over TCP by name, not at all, and again. */
#include <stdio.h>

#include "archive/migrate.h"
#include "archive/streams.h"
#include "base/clock.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/archive/proxy.h"
#include "unit/harness.h"

static void check_message(struct fixture *f, int64_t id)
{
	struct attempt *a = attempt_new(NULL);
	char client_id[24];
	snprintf(client_id, sizeof(client_id), "c%lld", (long long)id);
	attempt_message(a, 1, 7, id, client_id);
	CHECK_INT(attempt_run(f, a), ERROR_OK);
	CHECK_INT(a->write.changes[0].seq, id);
	attempt_free(a);
}

TEST(over_tcp_by_name)
{
	struct fixture f;
	struct config config;
	struct config_problem wrong;
	struct migrate_problem problem;
	char url[100];
	server_database("tcp", "", &config);
	/* a root that may come from anywhere, with a password that must be decoded */
	server_sql(NULL, "CREATE OR REPLACE USER 'far'@'%' IDENTIFIED BY 'p@ss/w'; GRANT ALL ON "
			 "*.* TO 'far'@'%'");
	int port = proxy_start_tcp(server_socket());
	snprintf(url, sizeof(url), "mysql://far:p%%40ss%%2fw@localhost:%d/tcp", port);
	CHECK(config_set(&config, "mysql_url", url, "test", &wrong));
	CHECK(migrate_check(&config, &problem));
	fixture_open_config(&f, "tcp", config);
	check_message(&f, 1);
	fixture_close(&f);
	proxy_stop();
}

/* All refused, each in its own way: reads and writes end as unavailable, with the loop at work. */
static void check_refused(const char *url)
{
	struct fixture f = { 0 };
	struct answer read;
	struct config_problem wrong;
	const int64_t id = 1;
	int ended = 0;
	config_init(&f.config);
	CHECK(config_set(&f.config, "mysql_url", url, "test", &wrong));
	f.config.archive_timeout_ms = 400;
	fixture_start(&f);
	struct attempt *a = attempt_new(&ended);
	attempt_message(a, 1, 7, 1, "c");
	attempt_start(&f, a);
	streams_heads(f.archive, answer_read(&read), &id, 1);
	int64_t id_answer = fixture_id(&f, "message");
	CHECK(fixture_turn(&f, &ended, 1, 2000));
	answer_wait(&f, &read);
	CHECK_INT(a->error, ERROR_UNAVAILABLE);
	CHECK_INT(read.error, ERROR_UNAVAILABLE);
	CHECK_INT(id_answer, -(int64_t)ERROR_UNAVAILABLE);
	CHECK(!archive_up(f.archive));
	CHECK_INT(f.ups + f.downs, 0);
	attempt_free(a);
	answer_clear(&read);
	fixture_close(&f);
}

TEST(refused_is_unavailable)
{
	server_start();
	check_refused("mysql://root@localhost/x?socket=/nonexistent/s");
	check_refused("mysql://root@127.0.0.1:1/x");
	check_refused("mysql://root@host.invalid/x");
	check_refused(server_url("no_such_database", ""));
	char url[300];
	snprintf(url, sizeof(url), "mysql://nobody:wrong@localhost/mysql?socket=%s",
		 server_socket());
	check_refused(url);
}

TEST(killed_connections_come_back)
{
	struct fixture f;
	struct answer read;
	const int64_t id = 1;
	fixture_open(&f, "cut", "");
	check_message(&f, 1);
	/* at rest: noticed at once, nobody has to fail for it */
	fixture_sql(
		&f,
		"BEGIN NOT ATOMIC FOR c IN (SELECT id FROM information_schema.processlist WHERE db "
		"= 'cut' AND "
		"id <> CONNECTION_ID()) DO EXECUTE IMMEDIATE CONCAT('KILL ', c.id); END FOR; END");
	CHECK(fixture_turn(&f, &f.downs, 1, 1000));
	int64_t down_ms = clock_monotonic_ms();
	CHECK(fixture_turn(&f, &f.ups, 2, 4000));
	CHECK(clock_monotonic_ms() - down_ms < 3000);
	check_message(&f, 2);
	streams_heads(f.archive, answer_read(&read), &id, 1);
	answer_wait(&f, &read);
	CHECK_INT(read.error, ERROR_OK);
	answer_clear(&read);
	fixture_close(&f);
}
