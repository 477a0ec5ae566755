/* Migrations: fresh, again, changed, dirty, vanished, failing halfway; and the committed
 * schema.sql. */
#include "archive/migrate.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "unit/archive/server.h"
#include "unit/harness.h"

static char directory[256];

static void put_file(const char *name, const char *text)
{
	char path[512];
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	FILE *file = fopen(path, "w");
	CHECK(file != NULL);
	CHECK(fputs(text, file) >= 0);
	fclose(file);
}

static void drop_file(const char *name)
{
	char path[512];
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	CHECK(remove(path) == 0);
}

/* A configuration of an empty database (that does not exist yet) and an own directory with one
 * migration. */
static void prepare(struct config *config, const char *database)
{
	char sql[100];
	struct config_problem wrong;
	server_start();
	snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS `%s`", database);
	server_sql(NULL, sql);
	snprintf(directory, sizeof(directory), "%s/%s", harness_directory(), database);
	CHECK(mkdir(directory, 0700) == 0);
	put_file("0001_one.sql", "-- a ; in a comment\nCREATE TABLE one (id INT PRIMARY KEY, t "
				 "VARCHAR(9) DEFAULT ';');\n"
				 "INSERT INTO one VALUES (1, 'a;b');\n");
	put_file("README", "not a migration");
	config_init(config);
	CHECK(config_set(config, "mysql_url", server_url(database, ""), "test", &wrong));
	CHECK(config_set(config, "migrations_dir", directory, "test", &wrong));
}

static bool run(const struct config *config, int *applied, const char *expected_problem)
{
	struct migrate_problem problem = { "" };
	bool good = migrate_run(config, applied, &problem);
	if (!good && !strstr(problem.text, expected_problem))
		printf("\tproblem: %s\n", problem.text);
	return expected_problem[0] ? !good && strstr(problem.text, expected_problem) : good;
}

TEST(fresh_then_nothing_then_one_more)
{
	struct config config;
	struct migrate_problem problem;
	int applied;
	prepare(&config, "fresh");
	CHECK(!migrate_check(&config, &problem));
	CHECK(run(&config, &applied, ""));
	CHECK_INT(applied, 1);
	CHECK(run(&config, &applied, ""));
	CHECK_INT(applied, 0);
	CHECK(migrate_check(&config, &problem));
	CHECK_INT(server_number("fresh", "SELECT COUNT(*) FROM one WHERE t = 'a;b'"), 1);
	put_file("0002_two.sql", "CREATE TABLE two (id INT PRIMARY KEY);");
	CHECK(!migrate_check(&config, &problem));
	CHECK(strstr(problem.text, "version 1 of 2") != NULL);
	CHECK(run(&config, &applied, ""));
	CHECK_INT(applied, 1);
	CHECK_INT(server_number("fresh", "SELECT COUNT(*) FROM schema_version WHERE NOT dirty"), 2);
	config_clear(&config);
}

TEST(changed_and_vanished_are_refused)
{
	struct config config;
	struct migrate_problem problem;
	int applied;
	prepare(&config, "changed");
	put_file("0002_two.sql", "CREATE TABLE two (id INT PRIMARY KEY);");
	CHECK(run(&config, &applied, ""));
	put_file("0002_two.sql", "CREATE TABLE two (id BIGINT PRIMARY KEY);");
	CHECK(run(&config, &applied, "was changed"));
	CHECK(!migrate_check(&config, &problem));
	drop_file("0002_two.sql");
	CHECK(run(&config, &applied, "vanished"));
	put_file("0003_three.sql", "CREATE TABLE three (id INT PRIMARY KEY);");
	CHECK(run(&config, &applied, "missing"));
	config_clear(&config);
}

TEST(failing_halfway_is_dirty)
{
	struct config config;
	int applied;
	prepare(&config, "dirty");
	put_file("0002_two.sql",
		 "CREATE TABLE two (id INT PRIMARY KEY); CREATE TABLE broken (id NONSENSE);");
	CHECK(run(&config, &applied, "0002_two.sql, statement 2"));
	CHECK_INT(applied, 1);
	CHECK(run(&config, &applied, "is dirty"));
	/* repaired by hand */
	server_sql("dirty", "DROP TABLE two; DELETE FROM schema_version WHERE version = 2");
	put_file("0002_two.sql", "CREATE TABLE two (id INT PRIMARY KEY);");
	CHECK(run(&config, &applied, ""));
	CHECK_INT(applied, 1);
	config_clear(&config);
}

TEST(a_second_one_waits)
{
	struct config config;
	int applied;
	prepare(&config, "waits");
	CHECK(run(&config, &applied, ""));
	/* a claim that was left behind is taken over, as the lock itself was free */
	server_sql("waits", "UPDATE schema_lock SET owner = 'somebody', until_ms = 99999999999999");
	put_file("0002_two.sql", "CREATE TABLE two (id INT PRIMARY KEY);");
	CHECK(run(&config, &applied, ""));
	CHECK_INT(applied, 1);
	CHECK_INT(server_number("waits", "SELECT until_ms FROM schema_lock"), 0);
	config_clear(&config);
}

static void *run_beside(void *config)
{
	static int applied;
	struct migrate_problem problem = { "" };
	bool good = migrate_run(config, &applied, &problem);
	if (!good)
		printf("\tbeside: %s\n", problem.text);
	return good ? &applied : NULL;
}

TEST(two_at_once)
{
	struct config config;
	int applied;
	pthread_t thread;
	void *beside;
	prepare(&config, "both");
	put_file("0002_two.sql", "CREATE TABLE two (id INT PRIMARY KEY); DO SLEEP(0.2);");
	CHECK(pthread_create(&thread, NULL, run_beside, &config) == 0);
	CHECK(run(&config, &applied, ""));
	CHECK(pthread_join(thread, &beside) == 0);
	CHECK(beside != NULL);
	int beside_applied = beside ? *(const int *)beside : 0;
	CHECK_INT(applied + beside_applied, 2);
	config_clear(&config);
}

/* Its last version failed halfway, and this build does not know it. */
TEST(a_newer_archive_that_is_dirty_is_refused)
{
	struct config config;
	int applied;
	prepare(&config, "newer");
	put_file("0002_two.sql", "CREATE TABLE two (id INT PRIMARY KEY); NONSENSE;");
	CHECK(run(&config, &applied, "statement 2"));
	drop_file("0002_two.sql");
	CHECK(run(&config, &applied, "the archive is newer"));
	config_clear(&config);
}

/* A version that is being made is marked as one that failed halfway is: only who has the lock can
 * tell. */
TEST(one_that_comes_while_another_migrates_waits_for_it)
{
	struct config config;
	int applied;
	pthread_t thread;
	void *beside;
	const char *running = "SELECT COUNT(*) FROM information_schema.processlist "
			      "WHERE db = 'midway' AND info LIKE 'DO SLEEP%'";
	prepare(&config, "midway");
	put_file("0002_two.sql", "DO SLEEP(1); CREATE TABLE two (id INT PRIMARY KEY);");
	CHECK(pthread_create(&thread, NULL, run_beside, &config) == 0);
	for (int i = 0; i < 1000 && server_number(NULL, running) == 0; i++)
		usleep(10000);
	CHECK_INT(server_number("midway", "SELECT dirty FROM schema_version WHERE version = 2"), 1);
	CHECK(run(&config, &applied, ""));
	CHECK_INT(applied, 0);
	CHECK(pthread_join(thread, &beside) == 0);
	CHECK(beside && *(const int *)beside == 2);
	config_clear(&config);
}

static void read_file(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "r");
	CHECK(file != NULL);
	for (int c = fgetc(file); c != EOF; c = fgetc(file))
		buffer_append_byte(out, (char)c);
	fclose(file);
}

/* CONFAB_WRITE_SCHEMA=1 writes the file instead: for whoever added a migration. */
TEST(schema_sql_is_what_all_migrations_make)
{
	struct config config;
	struct migrate_problem problem;
	struct buffer dumped = { 0 };
	struct buffer committed = { 0 };
	char path[300];
	server_database("whole", "", &config);
	CHECK(migrate_check(&config, &problem));
	bool renew = getenv("CONFAB_WRITE_SCHEMA") != NULL;
	snprintf(path, sizeof(path), "%s", SOURCE_DIR "/migrations/schema.sql");
	if (!renew)
		snprintf(path, sizeof(path), "%s/schema.sql", harness_directory());
	CHECK(migrate_dump(&config, path, &problem));
	read_file(path, &dumped);
	read_file(SOURCE_DIR "/migrations/schema.sql", &committed);
	CHECK(dumped.size > 1000);
	CHECK(slice_equal(buffer_slice(&dumped), buffer_slice(&committed)));
	buffer_clear(&dumped);
	buffer_clear(&committed);
	config_clear(&config);
}

/* Rules of the archive: InnoDB, utf8mb4, a primary key; no triggers, routines or foreign keys. */
TEST(tables_follow_the_rules)
{
	struct config config;
	server_database("rules", "", &config);
	CHECK_INT(server_number("rules",
				"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema "
				"= 'rules' AND "
				"(engine <> 'InnoDB' OR table_collation NOT LIKE 'utf8mb4%')"),
		  0);
	CHECK_INT(server_number("rules",
				"SELECT COUNT(*) FROM information_schema.tables t WHERE "
				"table_schema = 'rules' AND NOT "
				"EXISTS (SELECT 1 FROM information_schema.table_constraints c "
				"WHERE c.table_schema = "
				"'rules' AND c.table_name = t.table_name AND c.constraint_type = "
				"'PRIMARY KEY')"),
		  0);
	CHECK_INT(server_number("rules",
				"SELECT (SELECT COUNT(*) FROM information_schema.triggers WHERE "
				"trigger_schema = 'rules') "
				"+ (SELECT COUNT(*) FROM information_schema.routines WHERE "
				"routine_schema = 'rules') "
				"+ (SELECT COUNT(*) FROM information_schema.table_constraints "
				"WHERE table_schema = "
				"'rules' AND constraint_type = 'FOREIGN KEY')"),
		  0);
	config_clear(&config);
}

TEST(the_epoch_is_raised)
{
	struct config config;
	struct migrate_problem problem;
	int64_t epoch;
	server_database("epoch", "", &config);
	CHECK(migrate_raise_epoch(&config, &epoch, &problem));
	CHECK_INT(epoch, 2);
	CHECK_INT(server_number("epoch", "SELECT epoch FROM installation"), 2);
	config_clear(&config);
}

TEST(an_unreachable_archive_is_a_problem_with_a_text)
{
	struct config config;
	struct migrate_problem problem = { "" };
	struct config_problem wrong;
	int applied;
	config_init(&config);
	CHECK(config_set(&config, "mysql_url", "mysql://root@localhost/x?socket=/nonexistent",
			 "test", &wrong));
	CHECK(config_set(&config, "migrations_dir", SOURCE_DIR "/migrations", "test", &wrong));
	CHECK(!migrate_run(&config, &applied, &problem));
	CHECK(strstr(problem.text, "connecting") != NULL);
	config_clear(&config);
}
