#pragma once

/* The helper that makes pictures smaller; opened and closed with the rules (chat.c). */
void picture_open(void);
/* Requests that wait for it end with ERROR_UNAVAILABLE. */
void picture_close(void);
