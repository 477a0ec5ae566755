/* The rules' services, opened once a process. */
#include "chat/chat.h"

#include <sodium.h>

#include "base/check.h"
#include "chat/echo.h"
#include "chat/password.h"
#include "chat/picture.h"
#include "chat/receipts.h"

static struct chat opened;

void chat_open(const struct chat *services)
{
	ASSERT(opened.loop == NULL);
	int initialised = sodium_init();
	ASSERT(initialised >= 0);
	opened = *services;
	password_open();
	picture_open();
}

void chat_close(void)
{
	echo_close();
	receipts_close();
	picture_close();
	opened = (struct chat){ 0 };
}

const struct chat *chat(void)
{
	ASSERT(opened.loop != NULL);
	return &opened;
}
