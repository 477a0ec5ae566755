#include "gateway/access.h"

#include "base/states.h"
#include "unit/harness.h"

TEST(who_may_ask)
{
	static const struct {
		enum access access;
		int64_t user_id;
		int role;
		enum error expected;
	} rows[] = {
		{ ACCESS_ANYONE, 0, ROLE_MEMBER, ERROR_OK },
		{ ACCESS_GUEST, 0, ROLE_MEMBER, ERROR_UNAUTHENTICATED },
		{ ACCESS_ADMINISTRATOR, 0, ROLE_ADMINISTRATOR, ERROR_UNAUTHENTICATED },
		{ ACCESS_GUEST, 7, ROLE_GUEST, ERROR_OK },
		{ ACCESS_GUEST, 7, ROLE_MEMBER, ERROR_OK },
		{ ACCESS_MEMBER, 7, ROLE_GUEST, ERROR_FORBIDDEN },
		{ ACCESS_MEMBER, 7, ROLE_MEMBER, ERROR_OK },
		{ ACCESS_MEMBER, 7, ROLE_ADMINISTRATOR, ERROR_OK },
		{ ACCESS_ADMINISTRATOR, 7, ROLE_GUEST, ERROR_FORBIDDEN },
		{ ACCESS_ADMINISTRATOR, 7, ROLE_MEMBER, ERROR_FORBIDDEN },
		{ ACCESS_ADMINISTRATOR, 7, ROLE_ADMINISTRATOR, ERROR_OK },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_INT(access_refusal(rows[i].access, rows[i].user_id, rows[i].role),
			  rows[i].expected);
}
