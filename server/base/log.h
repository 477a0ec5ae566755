#pragma once

#include "base/states.h"

/* Lines on standard error: `<N>level area message key=value …` with the journal's priority prefix
 * when stderr is the journal, else a time. Values that need it are quoted and escaped. Never a
 * password, token, message text or SDP. */
/* Levels are LOG_ERROR, LOG_WARN, LOG_INFO and LOG_DEBUG of base/states.def. */

/* Lines above `level` are dropped from now on. `process` ("supervisor", "worker 1") goes into each
 * line. */
void log_open(int level, const char *process);
/* `format` gives the key=value pairs: log_write(LOG_WARN, "archive", "connection lost",
 * "attempt=%d", n). May be "". */
void log_write(int level, const char *area, const char *message, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_write(LOG_WARN, __VA_ARGS__)
#define log_info(...) log_write(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_write(LOG_DEBUG, __VA_ARGS__)
