/* Being built: every function here moves to its own file in the next hours. */
#include "protocol/handlers.gen.h"

#include "protocol/request.h"

void group_add(struct request *r, const struct group_add_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void group_save(struct request *r, const struct group_save_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void group_leave(struct request *r, const struct group_leave_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void group_delete(struct request *r, const struct group_delete_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void room_add(struct request *r, const struct room_add_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void room_invite(struct request *r, const struct room_invite_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void room_expel(struct request *r, const struct room_expel_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void room_save(struct request *r, const struct room_save_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void room_leave(struct request *r, const struct room_leave_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void room_delete(struct request *r, const struct room_delete_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}

void room_members(struct request *r, const struct room_members_input *in)
{
	(void)in;
	request_fail(r, ERROR_UNSUPPORTED);
}
