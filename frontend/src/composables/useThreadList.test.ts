import { flushPromises } from "@vue/test-utils";
import { reactive, ref } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";

import { runHere } from "@/components/testing/mount";
import { useThreadList } from "@/composables/useThreadList";
import { useMessagesStore, type ShownMessage } from "@/stores/messages";

const reply = (id: number): Partial<ShownMessage> => ({
	id,
	key: String(id),
	userId: 3,
	time: 0,
});

describe("useThreadList", () => {
	let wrapper: { unmount(): void } | null = null;

	afterEach(() => wrapper?.unmount());

	it("fetches older replies while there is nothing to scroll", async () => {
		const view = reactive({
			root: null,
			items: [reply(60), reply(61)],
			loading: false,
			loaded: true,
			hasOlder: true,
			missing: false,
		});
		const frame = document.createElement("div");
		// Each reply takes 100 px of a window of 450.
		Object.defineProperty(frame, "clientHeight", { value: 450 });
		Object.defineProperty(frame, "scrollHeight", { get: () => Math.max(450, view.items.length * 100) });
		let pages = 0;
		const mounted = runHere(() => {
			const messages = useMessagesStore();
			vi.spyOn(messages, "thread").mockReturnValue(view as never);
			vi.spyOn(messages, "openThread").mockResolvedValue();
			vi.spyOn(messages, "closeThread").mockReturnValue();
			vi.spyOn(messages, "loadReplies").mockImplementation(async () => {
				pages++;
				view.items = [reply(60 - 2 * pages), reply(61 - 2 * pages), ...view.items];
			});
			return useThreadList(12, 1, ref(frame));
		});
		wrapper = mounted.wrapper;
		await vi.waitFor(() => expect(view.items).toHaveLength(6));
		await flushPromises();
		expect(pages).toBe(2);
	});
});
