import { flushPromises } from "@vue/test-utils";
import { shallowReactive } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";

import type { MessageView } from "@/api/protocol.gen";
import { runHere } from "@/components/testing/mount";
import { useMessageShelf } from "@/composables/useMessageShelf";
import { useMessagesStore, type ShownMessage } from "@/stores/messages";
import { messageView } from "@/stores/testing/fake-backend";

describe("useMessageShelf", () => {
	let wrapper: { unmount(): void } | null = null;

	afterEach(() => wrapper?.unmount());

	it("goes on where the last page ended, also when its last message has changed since", async () => {
		const here = shallowReactive(new Map<number, ShownMessage>());
		const asked: (number | undefined)[] = [];
		const pages = [
			[9, 8],
			[7, 6],
		].map((page) => page.map((seq) => messageView(12, seq, { lastReply: seq })));

		async function load(last: MessageView | undefined): Promise<readonly MessageView[]> {
			asked.push(last?.lastReply);
			const page = pages.shift() ?? [];
			for (const { id, lastReply } of page) here.set(id, { id, lastReply, replies: 1 } as ShownMessage);
			return page;
		}

		const mounted = runHere(() => {
			vi.spyOn(useMessagesStore(), "message").mockImplementation((_roomId, id) => here.get(id));
			const keep = ({ replies }: ShownMessage): boolean => replies > 0;
			return useMessageShelf({ roomId: 12, load, latest: () => null, keep, pageSize: 2 });
		});
		wrapper = mounted.wrapper;
		const { items, next, more } = mounted.result;
		await vi.waitFor(() => expect(items.value).toHaveLength(2));
		here.set(12_008, { id: 12_008, lastReply: 50, replies: 2 } as ShownMessage);
		await next();
		await flushPromises();
		expect(asked).toEqual([undefined, 8]);
		expect([items.value.map(({ id }) => id), more.value]).toEqual([
			[12_009, 12_008, 12_007, 12_006],
			true,
		]);
	});
});
