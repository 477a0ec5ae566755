/* Password rules and hashing. Hashes run on the thread pool, at most half the cores at once, so
 * that a flood of sign-ins delays sign-ins and nothing else; the queue is bounded. */
#include "chat/password.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/memory.h"
#include "base/text.h"
#include "chat/chat.h"

enum {
	HASH_MEMORY_BYTES = 19 * 1024 * 1024,
	HASH_PASSES = 2,
	PASSWORD_MIN = 8,
	PASSWORD_BYTES_MAX = 1024,
};

static const char *const common_passwords[] = {
#include "chat/common_passwords.def"
};

struct job {
	struct job *next;
	char *password;
	size_t password_size;
	char hash[PASSWORD_HASH_SIZE];
	bool verify;
	bool good;
	void (*on_hash)(void *owner, enum error e, const char *hash);
	void (*on_verify)(void *owner, enum error e, bool right);
	void *owner;
};

static struct {
	struct job *first;
	struct job **last;
	int64_t waiting;
	long running;
} queue;

static int compare_password(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

static bool password_is_common(struct slice password)
{
	char lower[64];
	if (password.size >= sizeof(lower))
		return false;
	for (size_t i = 0; i < password.size; i++) {
		char c = password.data[i];
		lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
	}
	lower[password.size] = '\0';
	size_t count = sizeof(common_passwords) / sizeof(common_passwords[0]);
	return bsearch(lower, common_passwords, count, sizeof(char *), compare_password) != NULL;
}

static bool password_is_one_character(struct slice password)
{
	for (size_t i = 1; i < password.size; i++) {
		if (password.data[i] != password.data[0])
			return false;
	}
	return true;
}

/* What an unknown name is checked against, so that it takes as long as a known one: the hash of
 * nobody's password. */
static char nobody_hash[PASSWORD_HASH_SIZE];

void password_open(void)
{
	char secret[32];
	randombytes_buf(secret, sizeof(secret));
	int made = crypto_pwhash_str_alg(nobody_hash, secret, sizeof(secret), HASH_PASSES,
					 HASH_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13);
	ASSERT(made == 0);
}

enum error password_acceptable(struct slice password, struct slice user_name)
{
	if (!text_is_utf8(password) || text_length(password) < PASSWORD_MIN ||
	    password.size > PASSWORD_BYTES_MAX)
		return ERROR_PASSWORD_WEAK;
	if (text_equal_ignoring_case(password, user_name) || password_is_one_character(password) ||
	    password_is_common(password))
		return ERROR_PASSWORD_WEAK;
	return ERROR_OK;
}

/* On the thread pool. */
static void job_work(void *data)
{
	struct job *job = data;
	if (job->verify)
		job->good = crypto_pwhash_str_verify(job->hash, job->password,
						     job->password_size) == 0;
	else
		job->good = crypto_pwhash_str_alg(job->hash, job->password, job->password_size,
						  HASH_PASSES, HASH_MEMORY_BYTES,
						  crypto_pwhash_ALG_ARGON2ID13) == 0;
	sodium_memzero(job->password, job->password_size);
}

static void job_done(void *data);

static long running_max(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	return cores / 2 > 1 ? cores / 2 : 1;
}

static void queue_start(void)
{
	while (queue.first && queue.running < running_max()) {
		struct job *job = queue.first;
		queue.first = job->next;
		queue.waiting--;
		queue.running++;
		work_queue(chat()->loop, job_work, job_done, job);
	}
}

static void job_finish(struct job *job, enum error e)
{
	if (job->verify)
		job->on_verify(job->owner, e, job->good);
	else
		job->on_hash(job->owner, e, e ? NULL : job->hash);
	sodium_memzero(job->hash, sizeof(job->hash));
	memory_free(job->password);
	memory_free(job);
}

static void job_done(void *data)
{
	struct job *job = data;
	queue.running--;
	enum error e = job->verify || job->good ? ERROR_OK : ERROR_INTERNAL;
	job_finish(job, e);
	queue_start();
}

static void job_queue(struct job *job, struct slice password)
{
	job->password = memory_take(password.size + 1);
	memcpy(job->password, password.data, password.size);
	job->password_size = password.size;
	if (queue.waiting >= chat()->config->password_queue_max) {
		job_finish(job, ERROR_BUSY);
		return;
	}
	if (!queue.first)
		queue.last = &queue.first;
	*queue.last = job;
	queue.last = &job->next;
	queue.waiting++;
	queue_start();
}

void password_hash(struct slice password, void (*done)(void *owner, enum error e, const char *hash),
		   void *owner)
{
	struct job *job = memory_zero(1, sizeof(*job));
	job->on_hash = done;
	job->owner = owner;
	job_queue(job, password);
}

void password_verify(struct slice password, struct slice hash,
		     void (*done)(void *owner, enum error e, bool right), void *owner)
{
	struct job *job = memory_zero(1, sizeof(*job));
	job->verify = true;
	job->on_verify = done;
	job->owner = owner;
	struct slice known = hash.size ? hash : slice_of(nobody_hash);
	if (known.size < sizeof(job->hash))
		memcpy(job->hash, known.data, known.size);
	job_queue(job, password);
}
