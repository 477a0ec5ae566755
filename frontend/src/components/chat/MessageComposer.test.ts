import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { roomView, userView } from "@/api/testing/fake-socket";
import MessageComposer from "@/components/chat/MessageComposer.vue";
import { ChatStage } from "@/components/testing/chat";
import { askComposer } from "@/composables/composerRequest";
import { answerPicker } from "@/composables/emojiPicker";
import { requestMention } from "@/composables/mentionRequest";
import { useDraftsStore } from "@/stores/drafts";
import { useMessagesStore, type ShownMessage } from "@/stores/messages";
import { useSessionStore } from "@/stores/session";

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
		stage = await ChatStage.open([roomView(12, { users: [7, 9] }), roomView(13)]);
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

	describe("left in the middle of changing a message", () => {
		const change = async (): Promise<void> => {
			const message = { ...written, content: "a \u3501 mistak", tags: { "\u3501": 9 } };
			askComposer({ roomId: 12, threadId: null, kind: "edit", message: message as never });
			await stage.settle();
		};

		/** To another room, and back. */
		async function leave(): Promise<void> {
			wrapper.unmount();
			wrapper = stage.mount(MessageComposer, { roomId: 13 });
			await stage.settle();
		}

		async function comeBack(): Promise<void> {
			wrapper.unmount();
			wrapper = stage.mount(MessageComposer, { roomId: 12 });
			await stage.settle();
		}

		it("has the change again, and the draft behind it", async () => {
			await write("a draft");
			await change();
			await write("no mistake of @Grace Hopper");
			await leave();
			expect(box().value).toBe("");
			expect(useDraftsStore().has(12)).toBe(true);
			await comeBack();
			expect(box().value).toBe("no mistake of @Grace Hopper");
			expect(wrapper.find('button[aria-label="Save"]').exists()).toBe(true);
			const edit = vi.spyOn(useMessagesStore(), "edit").mockResolvedValue(true);
			await press("Enter");
			expect(edit).toHaveBeenCalledWith(expect.objectContaining({ id: 5 }), {
				content: "no mistake of \u3501",
				tags: { "\u3501": 9 },
			});
			expect(box().value).toBe("a draft");
			await leave();
			await comeBack();
			expect(box().value).toBe("a draft");
		});

		it("has nothing to keep when nothing was changed", async () => {
			await change();
			await leave();
			expect(useDraftsStore().has(12)).toBe(false);
			await comeBack();
			expect(box().value).toBe("");
		});

		it("keeps the words when the message was deleted meanwhile", async () => {
			await change();
			await write("no mistake");
			await leave();
			const gone = { ...written, content: null, deleted: true } as never;
			vi.spyOn(useMessagesStore(), "message").mockReturnValue(gone);
			await comeBack();
			expect(wrapper.find('button[aria-label="Save"]').exists()).toBe(false);
			expect(box().value).toBe("no mistake");
		});

		it("keeps nothing for who signs in next", async () => {
			await change();
			await write("no mistake");
			await useSessionStore().signOut();
			wrapper.unmount();
			expect(useDraftsStore().has(12)).toBe(false);
		});
	});
});
