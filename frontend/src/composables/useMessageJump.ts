/* Going to a certain message: it is fetched with its surroundings, scrolled to and lit up; a reply is shown in its thread. */
import { until } from "@vueuse/core";
import { nextTick, ref, watch, type Ref } from "vue";
import { useRouter } from "vue-router";

import type { Row } from "@/composables/messageRows";
import { arrivedAtMessage, lightUp, messageTarget, type MessageTarget } from "@/composables/messagePlace";
import type { ListHandle } from "@/composables/useMessageList";
import { useMessagesStore } from "@/stores/messages";
import { useToastsStore } from "@/stores/toasts";

interface JumpList {
	readonly roomId: number;
	readonly rows: Readonly<Ref<readonly Row[]>>;
	readonly list: Readonly<Ref<ListHandle | null>>;
	readonly placed: Readonly<Ref<boolean>>;
}

/** While rows are measured after the jump, the place is set again. */
const settleMs = 150;
const settleTimes = 3;

export function useMessageJump({ roomId, rows, list, placed }: JumpList) {
	const router = useRouter();
	const messages = useMessagesStore();
	const toasts = useToastsStore();
	const jumping = ref(false);

	function indexOf(messageId: number): number {
		return rows.value.findIndex((row) => row.kind === "message" && row.message.id === messageId);
	}

	async function scrollTo(messageId: number): Promise<void> {
		for (let times = 0; times < settleTimes; times++) {
			await nextTick();
			const at = indexOf(messageId);
			if (at >= 0) list.value?.scrollToIndex(at, { align: "center" });
			await new Promise((done) => setTimeout(done, settleMs));
		}
	}

	async function show(messageId: number): Promise<void> {
		const target = await messages.jump(roomId, messageId);
		if (target === null) {
			toasts.push({ kind: "info", key: "messages.lost" });
			return;
		}
		lightUp(target.id);
		await scrollTo(target.parentMessage ?? target.id);
		lightUp(target.id);
		if (target.parentMessage !== null)
			await router.push(`/room/${roomId}/thread/${target.parentMessage}`);
	}

	async function go(target: MessageTarget): Promise<void> {
		jumping.value = true;
		try {
			await until(placed).toBe(true);
			await show(target.messageId);
		} catch (reason) {
			toasts.pushError(reason);
		} finally {
			jumping.value = false;
			arrivedAtMessage(target);
		}
	}

	watch(
		messageTarget,
		(target) => {
			if (target?.roomId === roomId) void go(target);
		},
		{ immediate: true },
	);
	return { jumping };
}
