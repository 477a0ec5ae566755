/* Brings the schema up to this build's migrations. Blocking; two connections: one guards, one
 * works, as each CREATE or ALTER ends the transaction it runs in. The guard holds GET_LOCK, which a
 * Galera cluster does not share, and a claim (a row with an owner and an expiry, taken by one
 * UPDATE that only one node can commit). A version is marked dirty while it runs: DDL cannot be
 * rolled back, so what failed halfway needs a person. */
#include "archive/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mysql.h>
#include <mysqld_error.h>

#include "archive/database_url.h"
#include "archive/schema_connection.h"
#include "archive/schema_files.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"

enum { LOCK_WAIT_S = 60, CLAIM_MS = 10 * 60 * 1000 };

/* One applied version. */
struct applied {
	int version;
	char name[128];
	char checksum[17];
	bool dirty;
};

struct schema_state {
	struct applied *versions; /* by version */
	size_t count;
};

/* ---- what was applied ---- */

static bool make_tables(MYSQL *m, struct migrate_problem *problem)
{
	return schema_run(m, problem,
			  "CREATE TABLE IF NOT EXISTS schema_version ("
			  "version INT NOT NULL, "
			  "name VARCHAR(128) NOT NULL, "
			  "checksum CHAR(16) NOT NULL, "
			  "dirty BOOLEAN NOT NULL, "
			  "applied_ms BIGINT NOT NULL, "
			  "CONSTRAINT schema_version_pk PRIMARY KEY (version)"
			  ") ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") &&
	       schema_run(m, problem,
			  "CREATE TABLE IF NOT EXISTS schema_lock ("
			  "id TINYINT NOT NULL, "
			  "owner VARCHAR(64) NOT NULL, "
			  "until_ms BIGINT NOT NULL, "
			  "CONSTRAINT schema_lock_pk PRIMARY KEY (id)"
			  ") ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") &&
	       schema_run(m, problem,
			  "INSERT IGNORE INTO schema_lock (id, owner, until_ms) VALUES (1, '', 0)");
}

static void add_applied(struct schema_state *s, char **row)
{
	s->versions = memory_grow(s->versions, (s->count + 1) * sizeof(*s->versions));
	struct applied *a = &s->versions[s->count++];
	*a = (struct applied){ .version = (int)strtol(row[0], NULL, 10),
			       .dirty = row[3][0] != '0' };
	snprintf(a->name, sizeof(a->name), "%s", row[1]);
	snprintf(a->checksum, sizeof(a->checksum), "%s", row[2]);
}

/* An empty state if there are no tables yet. */
static bool read_state(MYSQL *m, struct schema_state *out, struct migrate_problem *problem)
{
	*out = (struct schema_state){ NULL, 0 };
	if (mysql_query(
		    m,
		    "SELECT version, name, checksum, dirty FROM schema_version ORDER BY version") !=
	    0) {
		if (mysql_errno(m) == ER_NO_SUCH_TABLE)
			return true;
		return schema_fail(m, problem, "reading schema_version");
	}
	MYSQL_RES *result = mysql_store_result(m);
	MYSQL_ROW row;
	while (result && (row = mysql_fetch_row(result)))
		add_applied(out, row);
	mysql_free_result(result);
	return true;
}

static void clear_state(struct schema_state *s)
{
	memory_free(s->versions);
	*s = (struct schema_state){ NULL, 0 };
}

static bool refuse(struct migrate_problem *problem, int version, const char *name, const char *why)
{
	snprintf(problem->text, sizeof(problem->text), "schema version %d (%s) %s", version, name,
		 why);
	return false;
}

/* What was applied must be what this build has, from the first version on. Who has not got the lock
 * cannot tell what failed halfway from what somebody else is doing: `dirty` takes that then, and is
 * NULL with the lock. */
static bool check_applied(const struct schema_state *s, const struct schema_files *f, bool *dirty,
			  struct migrate_problem *problem)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct applied *a = &s->versions[i];
		if (a->dirty && !dirty)
			return refuse(problem, a->version, a->name,
				      "is dirty: it failed halfway. Repair the schema, then delete "
				      "or clear its row");
		if (i >= f->count || a->version != f->files[i].version)
			return refuse(problem, a->version, a->name,
				      "is in the archive but not in this build: it vanished, or "
				      "the archive is newer");
		if (a->dirty)
			*dirty = true;
		else if (strcmp(a->checksum, f->files[i].checksum) != 0 ||
			 strcmp(a->name, f->files[i].name) != 0)
			return refuse(problem, a->version, a->name,
				      "was changed after it had been applied");
	}
	return true;
}

static bool read_and_check(MYSQL *m, const struct schema_files *f, bool *dirty, size_t *applied,
			   struct migrate_problem *problem)
{
	struct schema_state state;
	if (!read_state(m, &state, problem))
		return false;
	bool good = check_applied(&state, f, dirty, problem);
	*applied = state.count;
	clear_state(&state);
	return good;
}

/* ---- the lock ---- */

static void owner_name(char *out, size_t capacity)
{
	char host[40] = "";
	gethostname(host, sizeof(host) - 1);
	snprintf(out, capacity, "%s:%d", host, (int)getpid());
}

/* Alone on one server, GET_LOCK is enough: whoever left the claim is dead. */
static bool is_cluster(MYSQL *m)
{
	int64_t on = 0;
	return schema_number(m,
			     "SELECT COUNT(*) FROM information_schema.global_variables "
			     "WHERE variable_name = 'wsrep_on' AND variable_value = 'ON'",
			     &on) &&
	       on > 0;
}

static bool take_claim(MYSQL *m, struct migrate_problem *problem)
{
	char owner[64];
	char sql[256];
	int64_t now = clock_wall_ms();
	owner_name(owner, sizeof(owner));
	snprintf(sql, sizeof(sql),
		 "UPDATE schema_lock SET owner = '%s', until_ms = %lld WHERE id = 1 AND until_ms < "
		 "%lld",
		 owner, (long long)now + CLAIM_MS, (long long)(is_cluster(m) ? now : INT64_MAX));
	for (int i = 0; i < LOCK_WAIT_S; i++) {
		if (mysql_query(m, sql) == 0 && mysql_affected_rows(m) == 1)
			return true;
		sleep(1);
	}
	snprintf(problem->text, sizeof(problem->text),
		 "another node of the cluster is migrating (table schema_lock)");
	return false;
}

static bool lock_schema(MYSQL *guard, struct migrate_problem *problem)
{
	int64_t got = 0;
	char sql[96];
	snprintf(sql, sizeof(sql),
		 "SELECT COALESCE(GET_LOCK(CONCAT('confab ', DATABASE()), %d), 0)", LOCK_WAIT_S);
	if (!schema_number(guard, sql, &got))
		return schema_fail(guard, problem, "taking the lock");
	if (got == 1)
		return make_tables(guard, problem) && take_claim(guard, problem);
	snprintf(problem->text, sizeof(problem->text), "another process is migrating");
	return false;
}

static void unlock_schema(MYSQL *guard)
{
	/* The lock itself ends with its connection. */
	if (mysql_query(guard, "UPDATE schema_lock SET owner = '', until_ms = 0 WHERE id = 1") != 0)
		log_warn("archive", "could not release the schema's lock", "error=%s",
			 mysql_error(guard));
}

/* ---- applying ---- */

static bool mark(MYSQL *guard, const struct schema_file *f, bool dirty,
		 struct migrate_problem *problem)
{
	char sql[512];
	snprintf(sql, sizeof(sql),
		 "INSERT INTO schema_version (version, name, checksum, dirty, applied_ms) VALUES "
		 "(%d, '%s', '%s', %d, %lld) "
		 "ON DUPLICATE KEY UPDATE dirty = VALUES(dirty), applied_ms = VALUES(applied_ms)",
		 f->version, f->name, f->checksum, dirty, (long long)clock_wall_ms());
	return schema_run(guard, problem, sql);
}

static bool apply_file(MYSQL *guard, MYSQL *work, const struct schema_file *f,
		       struct migrate_problem *problem)
{
	if (!mark(guard, f, true, problem))
		return false;
	log_info("archive", "migrating", "version=%s", f->name);
	return schema_run_file(work, f->name, buffer_slice(&f->text), problem) &&
	       mark(guard, f, false, problem);
}

static bool apply_missing(MYSQL *guard, MYSQL *work, const struct schema_files *f, int *applied,
			  struct migrate_problem *problem)
{
	size_t done;
	/* Again, as somebody may have done it while we waited for the lock. */
	if (!read_and_check(guard, f, NULL, &done, problem))
		return false;
	for (size_t i = done; i < f->count; i++) {
		if (!apply_file(guard, work, &f->files[i], problem))
			return false;
		(*applied)++;
	}
	return true;
}

/* ---- from the outside ---- */

/* The archive and what this build has for it. */
struct session {
	struct database_url url;
	struct schema_files files;
	MYSQL *connection;
};

static bool read_url(const struct config *config, struct database_url *out,
		     struct migrate_problem *problem)
{
	if (database_url_read(config->mysql_url, out))
		return true;
	snprintf(problem->text, sizeof(problem->text), "mysql_url is not a MySQL URL");
	return false;
}

static bool open_session(struct session *s, const struct config *config, bool create,
			 struct migrate_problem *problem)
{
	char directory[4096];
	if (!read_url(config, &s->url, problem) ||
	    !schema_directory(config->migrations_dir, directory, sizeof(directory), problem) ||
	    !schema_files_read(directory, &s->files, problem))
		return false;
	s->connection = schema_connect(&s->url, create, problem);
	if (!s->connection)
		schema_files_clear(&s->files);
	return s->connection != NULL;
}

static void close_session(struct session *s)
{
	mysql_close(s->connection);
	schema_files_clear(&s->files);
}

static bool migrate_locked(struct session *s, int *applied, struct migrate_problem *problem)
{
	if (!lock_schema(s->connection, problem))
		return false;
	MYSQL *work = schema_connect(&s->url, false, problem);
	bool good = work && apply_missing(s->connection, work, &s->files, applied, problem);
	if (work)
		mysql_close(work);
	unlock_schema(s->connection);
	return good;
}

bool migrate_run(const struct config *config, int *applied, struct migrate_problem *problem)
{
	struct session s;
	size_t done;
	bool dirty = false;
	*applied = 0;
	if (!open_session(&s, config, true, problem))
		return false;
	bool good = read_and_check(s.connection, &s.files, &dirty, &done, problem);
	/* Nothing to do: no lock, as every start comes by here. */
	if (good && (dirty || done < s.files.count))
		good = migrate_locked(&s, applied, problem);
	close_session(&s);
	return good;
}

bool migrate_check(const struct config *config, struct migrate_problem *problem)
{
	struct session s;
	size_t done;
	if (!open_session(&s, config, false, problem))
		return false;
	bool good = read_and_check(s.connection, &s.files, NULL, &done, problem);
	if (good && done < s.files.count) {
		snprintf(problem->text, sizeof(problem->text),
			 "the schema is at version %zu of %zu: run confabd migrate", done,
			 s.files.count);
		good = false;
	}
	close_session(&s);
	return good;
}

bool migrate_raise_epoch(const struct config *config, int64_t *epoch,
			 struct migrate_problem *problem)
{
	struct database_url url;
	*epoch = 0;
	MYSQL *m = read_url(config, &url, problem) ? schema_connect(&url, false, problem) : NULL;
	if (!m)
		return false;
	bool good = schema_run(
		m, problem,
		"UPDATE installation SET epoch = LAST_INSERT_ID(epoch + 1) WHERE id = 1");
	*epoch = (int64_t)mysql_insert_id(m);
	mysql_close(m);
	return good;
}
