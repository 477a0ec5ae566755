import { beforeEach, describe, expect, it, vi } from "vitest";

import { runHere } from "@/components/testing/mount";
import { useComposer } from "@/composables/useComposer";
import { useDraftsStore } from "@/stores/drafts";
import { useMessagesStore } from "@/stores/messages";

const roomId = 7;

function setUp() {
	const { result } = runHere(() => {
		vi.spyOn(useMessagesStore(), "send").mockReturnValue(undefined);
		vi.spyOn(useMessagesStore(), "edit").mockReturnValue(true);
		return { composer: useComposer(roomId), messages: useMessagesStore(), drafts: useDraftsStore() };
	});
	return result;
}

function press(composer: ReturnType<typeof useComposer>, init: KeyboardEventInit): KeyboardEvent {
	const event = new KeyboardEvent("keydown", { key: "Enter", cancelable: true, ...init });
	composer.onKeydown(event);
	return event;
}

describe("useComposer", () => {
	beforeEach(() => localStorage.clear());

	it("sends with Enter, trimmed, and empties the box and the draft", async () => {
		const { composer, messages, drafts } = setUp();
		composer.text.value = "  hello \n";
		await Promise.resolve();
		expect(press(composer, {}).defaultPrevented).toBe(true);
		await Promise.resolve();
		expect(messages.send).toHaveBeenCalledWith(roomId, "hello");
		expect(composer.text.value).toBe("");
		expect(drafts.get(roomId)).toBe("");
	});

	it.each([{ shiftKey: true }, { isComposing: true }, { key: "a" }])("does not send with %j", (init) => {
		const { composer, messages } = setUp();
		composer.text.value = "hello";
		expect(press(composer, init).defaultPrevented).toBe(false);
		expect(messages.send).not.toHaveBeenCalled();
	});

	it("sends nothing that is blank or too long, and counts bytes, not letters", () => {
		const { composer, messages } = setUp();
		composer.text.value = " \n ";
		expect(composer.sendable.value).toBe(false);
		composer.text.value = "ж".repeat(10_001);
		expect(composer.left.value).toBe(-2);
		composer.submit();
		expect(messages.send).not.toHaveBeenCalled();
	});

	it("changes one that waits, and gives the draft back afterwards", async () => {
		const { composer, messages, drafts } = setUp();
		composer.text.value = "a draft";
		await Promise.resolve();
		const waiting = { key: "own/x", clientId: "x", content: "with a mistak", state: "waiting" };
		vi.spyOn(messages, "window").mockReturnValue({ items: [waiting] } as never);
		composer.edit("x");
		expect(composer.text.value).toBe("with a mistak");
		composer.text.value = "without a mistake";
		await Promise.resolve();
		expect(drafts.get(roomId)).toBe("a draft");
		composer.submit();
		expect(messages.edit).toHaveBeenCalledWith("x", "without a mistake");
		expect(messages.send).not.toHaveBeenCalled();
		expect(composer.text.value).toBe("a draft");
	});
});
