import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { roomView, userView } from "@/api/testing/fake-socket";
import MessageComposer from "@/components/chat/MessageComposer.vue";
import { ChatStage } from "@/components/testing/chat";
import { askComposer } from "@/composables/composerRequest";
import { answerPicker } from "@/composables/emojiPicker";
import { requestMention } from "@/composables/mentionRequest";
import type { ShownMessage } from "@/stores/messages";

const written = { id: 5, seq: 5, roomId: 12, userId: 7, content: "a mistak", tags: {}, deleted: false };

describe("the message composer", () => {
	let stage: ChatStage;
	let wrapper: ReturnType<ChatStage["mount"]>;

	const box = () => wrapper.get("textarea").element as HTMLTextAreaElement;

	async function write(text: string): Promise<void> {
		await wrapper.get("textarea").setValue(text);
	}

	async function press(key: string, more: object = {}): Promise<void> {
		await wrapper.get("textarea").trigger("keydown", { key, ...more });
		await stage.settle();
	}

	beforeEach(async () => {
		// The page of a test cannot undo.
		document.execCommand = vi.fn(() => false);
		stage = await ChatStage.open([roomView(12, { users: [7, 9] })]);
		stage.know(userView(9, { displayName: "Grace Hopper" }));
		wrapper = stage.mount(MessageComposer, { roomId: 12 });
	});

	afterEach(() => stage.end());

	it("has the focus, sends with Enter, and is empty then", async () => {
		expect(document.activeElement).toBe(box());
		await write("hello");
		await press("Enter");
		expect(stage.asked("printMessage")).toMatchObject([{ roomId: 12, content: "hello" }]);
		expect(box().value).toBe("");
	});

	it("puts an emoji where the caret is", async () => {
		await write("good day");
		box().setSelectionRange(4, 4);
		await wrapper.get('button[aria-label="Add an emoji"]').trigger("click");
		answerPicker("🦊");
		await stage.settle();
		expect(box().value).toBe("good🦊 day");
	});

	it("formats what is selected by its keys", async () => {
		await write("so bold");
		box().setSelectionRange(3, 7);
		await press("b", { ctrlKey: true });
		expect(box().value).toBe("so **bold**");
	});

	it("mentions who was asked for, behind a space", async () => {
		await write("hi");
		box().setSelectionRange(2, 2);
		requestMention(9);
		await stage.settle();
		expect(box().value).toBe("hi @Grace Hopper ");
	});

	it("takes a message to be changed, with the caret at its end; Esc gives the draft back", async () => {
		await write("a draft");
		askComposer({
			roomId: 12,
			threadId: null,
			kind: "edit",
			message: written as unknown as ShownMessage,
		});
		await stage.settle();
		expect(box().value).toBe("a mistak");
		expect(box().selectionStart).toBe(8);
		await press("Escape");
		expect(box().value).toBe("a draft");
	});
});
