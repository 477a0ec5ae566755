import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { messageEvent, roomView, userView } from "@/api/testing/fake-socket";
import PinnedPane from "@/components/chat/PinnedPane.vue";
import ThreadsPane from "@/components/chat/ThreadsPane.vue";
import { ChatStage } from "@/components/testing/chat";
import { markdownReady } from "@/composables/markdown";
import { useMessagesStore } from "@/stores/messages";
import { messageView } from "@/stores/testing/fake-backend";

describe("panes of messages", () => {
	let stage: ChatStage;

	beforeAll(markdownReady);

	beforeEach(async () => {
		stage = await ChatStage.open([roomView(12, { memberCount: 2, users: [7, 9], seq: 4 })]);
		stage.know(userView(9, { displayName: "Ada" }));
		void useMessagesStore().open(12);
		await stage.settle();
		await stage.answer("loadMessages", {
			content: [4, 3, 2].map((seq) => messageView(12, seq)),
			atStart: false,
			atEnd: true,
		});
	});

	afterEach(() => stage.end());

	const shown = () => [...document.querySelectorAll("li")].map((item) => item.textContent);
	const reply = (seq: number, root: number): object =>
		messageEvent(12, seq, {
			parentMessage: 12_000 + root,
			parentReplies: 1,
			parentLastReply: Date.now() + seq,
		});

	it("show threads that begin while they are open, all that begin in one turn, the newest first", async () => {
		stage.mount(ThreadsPane, { roomId: 12 });
		await flushPromises();
		await stage.answer("loadThreads", { content: [] });
		expect(shown()).toEqual([]);
		stage.deliver(reply(5, 2));
		stage.deliver(reply(6, 4));
		stage.deliver(reply(7, 1));
		await stage.settle();
		expect(shown()).toEqual([expect.stringContaining("m4"), expect.stringContaining("m2")]);
		// The root of the third is not here: it is asked for.
		await new Promise((resolve) => setTimeout(resolve, 30));
		const root = messageView(12, 1, { threadMessagesCount: 1, lastReply: Date.now() + 7 });
		await stage.answer("loadMessagesByIds", { content: [root] });
		expect(shown().map((text) => /m\d/.exec(text)?.[0])).toEqual(["m1", "m4", "m2"]);
	});

	it("show a thread that begins once more", async () => {
		stage.deliver(reply(5, 2));
		const gone = messageEvent(12, 5, { parentMessage: 12_002, deleted: true, content: null });
		stage.deliver({
			...{ action: "deleteMessage", handler: "ws-message", roomId: 12, seq: 6, userId: 9, time: 6 },
			...{ message: gone, parentReplies: 0, parentLastReply: 0 },
		});
		stage.mount(ThreadsPane, { roomId: 12 });
		await flushPromises();
		await stage.answer("loadThreads", { content: [] });
		stage.deliver(reply(7, 2));
		await stage.settle();
		expect(shown()).toEqual([expect.stringContaining("m2")]);
	});

	it("show what is pinned meanwhile, all of one turn", async () => {
		let seq = 4;
		const pin = (target: number, pinned: boolean): void => {
			const message = messageView(12, target, { pinned });
			const base = { action: "setPinned", handler: "ws-message", roomId: 12, userId: 9, time: 5 };
			stage.deliver({ ...base, seq: ++seq, message });
		};
		pin(3, true);
		pin(3, false);
		stage.mount(PinnedPane, { roomId: 12 });
		await flushPromises();
		await stage.answer("loadPinned", { content: [] });
		pin(2, true);
		pin(3, true);
		await stage.settle();
		expect(shown().map((text) => /m\d/.exec(text)?.[0])).toEqual(["m3", "m2"]);
	});
});
