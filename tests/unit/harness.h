#pragma once

/* The unit tests' harness: TEST(name) { … } registers itself, a failed CHECK ends its test (and is
 * reported), the program ends with `N passed, N failed`. argv[1] runs only the tests whose name
 * contains it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct harness_test {
	const char *name;
	void (*run)(void);
	struct harness_test *next;
};

#define TEST(label)                                                                \
	static void test_##label(void);                                            \
	static struct harness_test entry_##label = { #label, test_##label, NULL }; \
	__attribute__((constructor)) static void register_##label(void)            \
	{                                                                          \
		harness_register(&entry_##label);                                  \
	}                                                                          \
	static void test_##label(void)

#define CHECK(condition) harness_check((condition), #condition, __FILE__, __LINE__)
#define CHECK_INT(actual, expected) \
	harness_check_int((int64_t)(actual), (int64_t)(expected), #actual, __FILE__, __LINE__)
/* NUL-terminated texts; NULL equals only NULL. */
#define CHECK_TEXT(actual, expected) \
	harness_check_text((actual), (expected), #actual, __FILE__, __LINE__)
/* A slice against a NUL-terminated text. */
#define CHECK_SLICE(actual, expected) \
	harness_check_slice((actual), slice_of(expected), #actual, __FILE__, __LINE__)
/* The statement must end the process by abort(); it runs in a child. */
#define CHECK_ABORTS(statement)                                                                    \
	do {                                                                                       \
		if (harness_child()) {                                                             \
			statement;                                                                 \
			harness_child_survived();                                                  \
		}                                                                                  \
		harness_check(harness_child_aborted(), "aborts: " #statement, __FILE__, __LINE__); \
	} while (0)

void harness_register(struct harness_test *test);
void harness_check(bool passed, const char *what, const char *file, int line);
void harness_check_int(int64_t actual, int64_t expected, const char *what, const char *file,
		       int line);
void harness_check_text(const char *actual, const char *expected, const char *what,
			const char *file, int line);
void harness_check_slice(struct slice actual, struct slice expected, const char *what,
			 const char *file, int line);
/* A private directory, made at the first call and removed at the end with all that is in it. */
const char *harness_directory(void);

/* For CHECK_ABORTS: true in the new child; ends the child; waits for it. */
bool harness_child(void);
_Noreturn void harness_child_survived(void);
bool harness_child_aborted(void);
