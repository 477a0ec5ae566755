#pragma once

/* Tells systemd how we are (Type=notify); does nothing when nobody asked to be told, or without
 * libsystemd. */

/* E.g. notify_send("READY=1\nSTATUS=%d workers", n). */
void notify_send(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* How often to send WATCHDOG=1: four times as often as it is expected; -1: never. */
int notify_watchdog_ms(void);
/* The listening socket that systemd passed (socket activation), or -1. */
int notify_listening_socket(void);
