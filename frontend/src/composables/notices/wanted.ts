/* Whether somebody wants to be told of a message. */
import type { MessageView, RoomView } from "@/api/protocol.gen";
import { isMentioned } from "@/utils/mentions";

type Message = Pick<MessageView, "userId" | "seq" | "time" | "tags" | "deleted">;
type Where = Pick<RoomView, "notify" | "readSeq">;

/** What is older when it comes is no news: one sees in the side list that it is there. */
const newsMs = 10 * 60_000;

const wishes: Record<RoomView["notify"], (mentioned: boolean) => boolean> = {
	all: () => true,
	mentions: (mentioned) => mentioned,
	nothing: () => false,
};

export function isWanted(message: Message, room: Where, me: number, now: number): boolean {
	if (message.userId === me || message.deleted || message.seq <= room.readSeq) return false;
	if (message.time < now - newsMs) return false;
	return wishes[room.notify](isMentioned(message.tags, me));
}
