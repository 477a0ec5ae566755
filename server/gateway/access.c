/* Who may ask what. */
#include "gateway/access.h"

#include "base/states.h"

enum error access_refusal(enum access access, int64_t user_id, int role)
{
	if (access == ACCESS_ANYONE)
		return ERROR_OK;
	if (user_id == 0)
		return ERROR_UNAUTHENTICATED;
	if (role == ROLE_ADMINISTRATOR || access == ACCESS_GUEST)
		return ERROR_OK;
	return access == ACCESS_MEMBER && role == ROLE_MEMBER ? ERROR_OK : ERROR_FORBIDDEN;
}
