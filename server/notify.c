/* The only file that knows libsystemd. */

#include "notify.h"

#include <stdint.h>

#ifdef HAVE_LIBSYSTEMD
#include <stdarg.h>
#include <stdio.h>
#include <systemd/sd-daemon.h>

void notify_send(const char *format, ...)
{
	char text[512];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	(void)sd_notify(0, text);
}

int notify_watchdog_ms(void)
{
	uint64_t interval_us = 0;

	if (sd_watchdog_enabled(0, &interval_us) <= 0)
		return -1;
	return (int)(interval_us / 4000);
}

int notify_listening_socket(void)
{
	return sd_listen_fds(0) >= 1 ? SD_LISTEN_FDS_START : -1;
}
#else
void notify_send(const char *format, ...)
{
	(void)format;
}

int notify_watchdog_ms(void)
{
	return -1;
}

int notify_listening_socket(void)
{
	return -1;
}
#endif
