import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { messageEvent, roomView, userView } from "@/api/testing/fake-socket";
import MessageHistory from "@/components/chat/MessageHistory.vue";
import { ChatStage } from "@/components/testing/chat";
import { markdownReady } from "@/composables/markdown";

const SYMBOL = "\u3501";

describe("MessageHistory", () => {
	let stage: ChatStage;

	beforeAll(markdownReady);

	beforeEach(async () => {
		stage = await ChatStage.open([roomView(12, { memberCount: 2, users: [7, 9], seq: 5 })]);
		stage.know(userView(9, { displayName: "Ada" }));
	});

	afterEach(() => stage.end());

	it("names whom each text mentioned", async () => {
		const message = messageEvent(12, 5, { content: "nobody will do it" });
		stage.mount(MessageHistory, { message });
		await flushPromises();
		await stage.answer("loadMessageHistory", {
			id: message["id"],
			versions: [
				{ content: `${SYMBOL} will do it`, tags: { [SYMBOL]: 9 }, until: 1_000 },
				{ content: "somebody will do it", tags: {}, until: 2_000 },
			],
		});
		const texts = [...document.querySelectorAll("dialog li")].map((item) => item.textContent);
		expect(texts[1]).toContain("somebody will do it");
		expect(texts[2]).toContain("@Ada will do it");
	});
});
