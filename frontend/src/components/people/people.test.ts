import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { roomView, settingsView, userView } from "@/api/testing/fake-socket";
import ReadBy from "@/components/people/ReadBy.vue";
import TypingLine from "@/components/people/TypingLine.vue";
import { ChatStage } from "@/components/testing/chat";

const people = [
	[9, "Ada"],
	[10, "Bo"],
	[11, "Cleo"],
].map(([userId, displayName]) => userView(userId as number, { displayName: displayName as string }));

describe("people of a room", () => {
	let stage: ChatStage;

	beforeEach(async () => {
		stage = await ChatStage.open([roomView(12, { memberCount: 4, users: [7, 9, 10, 11], seq: 5 })]);
		stage.know(...people);
	});

	afterEach(() => stage.end());

	const types = (userId: number): void =>
		stage.deliver({ action: "showIType", handler: "room", roomId: 12, userId, threadId: null });

	it("are named while they type, up to two", async () => {
		const line = stage.mount(TypingLine, { roomId: 12 });
		expect(line.text()).toBe("");
		const said: string[] = [];
		for (const userId of [9, 10, 11]) {
			types(userId);
			await flushPromises();
			said.push(line.text());
		}
		expect(said).toEqual(["Ada is typing", "Ada and Bo are typing", "3 people are typing"]);
	});

	it("are counted and named when they have read, and when all have", async () => {
		const read = stage.mount(ReadBy, { roomId: 12, seq: 5 });
		await flushPromises();
		expect(read.find("button").exists()).toBe(false);
		const readers = [9, 10].map((userId) => ({ userId, readSeq: userId === 9 ? 5 : 4 }));
		await stage.answer("getReadPositions", { roomId: 12, readers, memberCount: 4 });
		expect(read.text()).toBe("Read by 1 of 3");
		await read.get("button").trigger("click");
		expect(document.querySelector("dialog")?.textContent).toContain("Ada");
		expect(document.querySelector("dialog")?.textContent).not.toContain("Bo");
		const rest = [10, 11].map((userId) => ({ userId, readSeq: 5 }));
		stage.deliver({ action: "memberRead", handler: "room", roomId: 12, readers: rest });
		await flushPromises();
		expect(read.get("button").text()).toBe("Read by everybody");
	});

	it("are not counted when one does not show what one reads", async () => {
		const read = stage.mount(ReadBy, { roomId: 12, seq: 5 });
		await flushPromises();
		const readers = [{ userId: 9, readSeq: 5 }];
		await stage.answer("getReadPositions", { roomId: 12, readers, memberCount: 4 });
		expect(read.find("button").exists()).toBe(true);
		stage.deliver({
			action: "setSettings",
			handler: "ws",
			userId: 7,
			seq: 1,
			settings: settingsView({ showRead: false }),
		});
		await flushPromises();
		expect(read.find("button").exists()).toBe(false);
	});
});
