#include "chat/account_rules.h"

#include "base/config.h"
#include "base/states.h"
#include "chat/chat.h"
#include "unit/harness.h"

static struct config config;

static void rules_open(int registration, const char *domains)
{
	struct config_problem problem;
	config_init(&config);
	config.registration = registration;
	CHECK(config_set(&config, "registration_domains", domains, "test", &problem));
	static int loop;
	chat_open(&(struct chat){ .loop = (struct loop *)&loop, .config = &config });
}

static void rules_close(void)
{
	chat_close();
	config_clear(&config);
}

TEST(user_names)
{
	const char *good[] = { "a", "ann", "A-b_9", "1234567890123456" };
	const char *bad[] = { "", "12345678901234567", "a b", "änn", "a.b", "a@b", "a/b", "\t" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		CHECK(user_name_valid(slice_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!user_name_valid(slice_of(bad[i])));
	CHECK(!user_name_valid((struct slice){ "a\0b", 3 }));
}

TEST(addresses)
{
	const char *good[] = { "a@b", "ann@example.org", "ann+x@mail.example.org",
			       "änn@bücher.example" };
	const char *bad[] = { "", "@", "a@", "@b", "a@@b", "a b@c", "a@b@c", "a@.b", "a@b.", "a" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		CHECK(email_valid(slice_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!email_valid(slice_of(bad[i])));
	CHECK(!email_valid((struct slice){ NULL, 0 }));
}

TEST(domains)
{
	rules_open(REGISTRATION_INVITE, "example.org, Other.example");
	CHECK(email_domain_listed(SLICE("ann@example.org")));
	CHECK(email_domain_listed(SLICE("ann@EXAMPLE.org")));
	CHECK(email_domain_listed(SLICE("ann@other.example")));
	CHECK(!email_domain_listed(SLICE("ann@evil-example.org")));
	CHECK(!email_domain_listed(SLICE("ann@example.org.evil")));
	CHECK(!email_domain_listed((struct slice){ NULL, 0 }));
	rules_close();
	rules_open(REGISTRATION_INVITE, "");
	CHECK(!email_domain_listed(SLICE("ann@example.org")));
	rules_close();
}

TEST(the_door)
{
	static const struct invitation_row invitation = { .invitation_id = 1 };
	static const struct {
		int registration;
		struct door_ticket ticket;
		enum error expected;
		int state;
	} rows[] = {
		{ REGISTRATION_CLOSED, { .setup = true }, ERROR_OK, ACCOUNT_ACTIVE },
		{ REGISTRATION_CLOSED,
		  { .invitation = &invitation },
		  ERROR_REGISTRATION_CLOSED,
		  0 },
		{ REGISTRATION_CLOSED,
		  { .email = { "a@x.org", 7 } },
		  ERROR_REGISTRATION_CLOSED,
		  0 },
		{ REGISTRATION_INVITE, { .setup = false }, ERROR_REGISTRATION_CLOSED, 0 },
		{ REGISTRATION_INVITE, { .invitation = &invitation }, ERROR_OK, ACCOUNT_ACTIVE },
		{ REGISTRATION_INVITE, { .email = { "a@x.org", 7 } }, ERROR_OK, ACCOUNT_PENDING },
		{ REGISTRATION_INVITE,
		  { .email = { "a@y.org", 7 } },
		  ERROR_REGISTRATION_CLOSED,
		  0 },
		{ REGISTRATION_APPROVAL, { .setup = false }, ERROR_OK, ACCOUNT_PENDING },
		{ REGISTRATION_APPROVAL, { .invitation = &invitation }, ERROR_OK, ACCOUNT_ACTIVE },
		{ REGISTRATION_OPEN, { .setup = false }, ERROR_OK, ACCOUNT_ACTIVE },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		rules_open(rows[i].registration, "x.org");
		int state = -1;
		enum error e = door_open(&rows[i].ticket, &state);
		CHECK_INT(e, rows[i].expected);
		if (!e)
			CHECK_INT(state, rows[i].state);
		rules_close();
	}
}

TEST(links_use_the_public_address_if_there_is_one)
{
	struct config_problem problem;
	struct request r = { .arena = arena_new(4096), .base_url = "http://localhost:8888" };
	rules_open(REGISTRATION_INVITE, "");
	CHECK_TEXT(link_url(&r, "invite", "abc"), "http://localhost:8888/invite/abc");
	CHECK(config_set(&config, "public_url", "https://chat.example.org/", "test", &problem));
	CHECK_TEXT(link_url(&r, "setup", "abc"), "https://chat.example.org/setup/abc");
	rules_close();
	arena_free(r.arena);
}
