/* A message as a browser's notice: who says what, and where. */
import { useRouter } from "vue-router";

import type { ClientEvents } from "@/api/client";
import { markdownReady, oneLine } from "@/composables/markdown";
import { Popups } from "@/composables/notices/popups";
import { useMentionName } from "@/composables/useMentionName";
import { useRoomName } from "@/composables/useRoomName";
import { useI18n } from "@/i18n";
import { usePeopleStore } from "@/stores/people";
import { useRoomsStore } from "@/stores/rooms";

const textMax = 180;
const nameWaitMs = 400;

export function useMessagePopups() {
	const { t } = useI18n();
	const router = useRouter();
	const rooms = useRoomsStore();
	const people = usePeopleStore();
	const nameOf = useRoomName();
	const mentionName = useMentionName();
	const popups = new Popups((roomId) => void router.push(`/room/${roomId}`));

	/** Who it is may be asked for just now. */
	async function senderOf(userId: number): Promise<string> {
		if (people.nameOf(userId) === "") await new Promise((resolve) => setTimeout(resolve, nameWaitMs));
		return people.nameOf(userId);
	}

	async function show({ roomId, userId, content, tags }: ClientEvents["printMessage"]): Promise<void> {
		const [sender] = await Promise.all([senderOf(userId), markdownReady()]);
		const direct = rooms.byId(roomId)?.channelId === null;
		const text = oneLine(content ?? "", tags, mentionName);
		await popups.show({
			roomId,
			title: direct ? sender : t("notify.title", { name: sender, room: nameOf(roomId) }),
			text: text.length > textMax ? `${text.slice(0, textMax)}…` : text,
			icon: people.get(userId)?.userImage ?? "/icon.svg",
			more: (count) => t("notify.more", { count }, count),
		});
	}

	return {
		show,
		close: (roomId: number) => popups.close(roomId),
		closeAll: () => popups.closeAll(),
	};
}
