#include "base/error.h"

#include "unit/harness.h"

TEST(error_ok_is_zero)
{
	CHECK_INT(ERROR_OK, 0);
	CHECK_INT(error_http_status(ERROR_OK), 200);
	CHECK(!error_retryable(ERROR_OK));
}

TEST(error_rows_stand_at_their_numbers)
{
	CHECK_TEXT(error_code(ERROR_INTERNAL), "internal");
	CHECK_TEXT(error_code(ERROR_CONFLICT), "conflict");
	CHECK_INT(error_http_status(ERROR_RATE_LIMITED), 429);
	CHECK(error_retryable(ERROR_DRAINING));
	CHECK(!error_retryable(ERROR_INVALID));
	CHECK_TEXT(error_text(ERROR_NAME_TAKEN), "This name is taken.");
}

TEST(error_codes_are_unique_and_statuses_are_errors)
{
	for (int a = 1; a < ERROR_COUNT; a++) {
		CHECK(error_http_status((enum error)a) >= 400 &&
		      error_http_status((enum error)a) < 600);
		CHECK(error_text((enum error)a)[0]);
		for (int b = 1; b < a; b++)
			CHECK(strcmp(error_code((enum error)a), error_code((enum error)b)) != 0);
	}
}

TEST(error_of_no_row_aborts)
{
	CHECK_ABORTS(error_code(ERROR_COUNT));
}
