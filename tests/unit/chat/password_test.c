#include "chat/password.h"

#include <string.h>

#include "base/config.h"
#include "chat/chat.h"
#include "unit/harness.h"

static struct config config;
static struct loop *loop;
static int done;

static void passwords_open(void)
{
	config_init(&config);
	loop = loop_new();
	chat_open(&(struct chat){ .loop = loop, .config = &config });
	done = 0;
}

static void passwords_close(void)
{
	loop_run(loop);
	loop_free(loop);
	chat_close();
	config_clear(&config);
}

TEST(weak_ones)
{
	const char *weak[] = { "",         "1234567",  "password",   "PASSWORD",
			       "Password", "12345678", "aaaaaaaaaa", "qwertyuiop",
			       "changeme", "änn-änn",  "bartholomew" };
	const char *good[] = { "correct horse battery", "kL9#mQ2x", "пароль-достаточно",
			       "änn-änn-" };
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		CHECK_INT(password_acceptable(slice_of(weak[i]), SLICE("Bartholomew")),
			  ERROR_PASSWORD_WEAK);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		CHECK_INT(password_acceptable(slice_of(good[i]), SLICE("ann")), ERROR_OK);
	CHECK_INT(password_acceptable((struct slice){ "\xff\xff\xff\xff\xff\xff\xff\xff", 8 },
				      SLICE("ann")),
		  ERROR_PASSWORD_WEAK);
}

static void on_verify(void *owner, enum error e, bool right)
{
	CHECK_INT(e, ERROR_OK);
	*(int *)owner = right;
	done++;
}

static void on_hash(void *owner, enum error e, const char *hash)
{
	CHECK_INT(e, ERROR_OK);
	CHECK(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31) == 0);
	static int right, wrong;
	right = wrong = -1;
	password_verify(SLICE("kL9#mQ2x"), slice_of(hash), on_verify, &right);
	password_verify(SLICE("kL9#mQ2y"), slice_of(hash), on_verify, &wrong);
	((int **)owner)[0] = &right;
	((int **)owner)[1] = &wrong;
}

TEST(hash_and_verify)
{
	int *results[2] = { NULL, NULL };
	passwords_open();
	password_hash(SLICE("kL9#mQ2x"), on_hash, results);
	loop_run(loop);
	CHECK_INT(done, 2);
	CHECK_INT(*results[0], true);
	CHECK_INT(*results[1], false);
	passwords_close();
}

TEST(nobody_has_the_right_password)
{
	int right = -1;
	passwords_open();
	password_verify(SLICE("anything"), (struct slice){ NULL, 0 }, on_verify, &right);
	passwords_close();
	CHECK_INT(right, false);
}

static void on_busy(void *owner, enum error e, bool right)
{
	(void)right;
	int *counts = owner;
	counts[e == ERROR_BUSY]++;
}

TEST(the_queue_is_bounded)
{
	int counts[2] = { 0, 0 };
	passwords_open();
	config.password_queue_max = 2;
	for (int i = 0; i < 8; i++)
		password_verify(SLICE("anything"), (struct slice){ NULL, 0 }, on_busy, counts);
	CHECK(counts[1] >= 3);
	passwords_close();
	CHECK_INT(counts[0] + counts[1], 8);
	CHECK(counts[0] >= 3);
}
