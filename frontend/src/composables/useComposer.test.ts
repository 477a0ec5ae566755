import { effectScope, nextTick, ref, shallowRef } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { runHere } from "@/components/testing/mount";
import { askComposer, composerRequest } from "@/composables/composerRequest";
import { useComposer } from "@/composables/useComposer";
import { setLive } from "@/stores/live";
import { useMessagesStore, type RefusedText, type ShownMessage } from "@/stores/messages";
import { usePeopleStore } from "@/stores/people";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";
import { useSettingsStore } from "@/stores/settings";

import { roomView, userView } from "../api/testing/fake-socket";
import { createMemoryCache } from "../cache/memory";

const roomId = 7;

function shown(more: Partial<ShownMessage> = {}): ShownMessage {
	const base = { key: "own/x", clientId: "x", id: 5, seq: 5, roomId, userId: 1, content: "with a mistak" };
	return { ...base, tags: {}, deleted: false, state: "stored", ...more } as ShownMessage;
}

let mounted: { unmount(): void } | null = null;

function setUp(threadId: number | null = null) {
	// A draft is kept by whoever is signed in.
	setLive({
		userId: 1,
		client: { state: { kind: "stopped" } },
		cache: createMemoryCache(),
	} as never);
	const { result, wrapper } = runHere(() => {
		const messages = useMessagesStore();
		vi.spyOn(messages, "send").mockReturnValue(undefined);
		vi.spyOn(messages, "edit").mockResolvedValue(true);
		vi.spyOn(useRoomsStore(), "byId").mockReturnValue({
			...roomView(roomId, { users: [1, 9] }),
			activity: 0,
		});
		usePeopleStore().put([userView(1), userView(9, { displayName: "Grace Hopper" })]);
		return { composer: useComposer(roomId, threadId), messages };
	});
	mounted = wrapper;
	return result;
}

function press(composer: ReturnType<typeof useComposer>, init: KeyboardEventInit): KeyboardEvent {
	const event = new KeyboardEvent("keydown", { key: "Enter", cancelable: true, ...init });
	composer.onKeydown(event);
	return event;
}

describe("useComposer", () => {
	beforeEach(() => {
		localStorage.clear();
	});

	afterEach(() => {
		mounted?.unmount();
		setLive(null);
	});

	it("sends with Enter, trimmed, and empties the box", () => {
		const { composer, messages } = setUp();
		composer.text.value = "  hello \n";
		expect(press(composer, {}).defaultPrevented).toBe(true);
		expect(messages.send).toHaveBeenCalledWith(
			roomId,
			{ content: "hello", tags: {} },
			{ parentMessage: null, quotedMessage: null },
		);
		expect(composer.text.value).toBe("");
	});

	it.each([{ shiftKey: true }, { isComposing: true }, { key: "a" }])("does not send with %j", (init) => {
		const { composer, messages } = setUp();
		composer.text.value = "hello";
		expect(press(composer, init).defaultPrevented).toBe(false);
		expect(messages.send).not.toHaveBeenCalled();
	});

	it("sends with Ctrl-Enter only, when one wants that", () => {
		const { composer, messages } = setUp();
		vi.spyOn(useSettingsStore(), "current", "get").mockReturnValue({ enterSends: false } as never);
		composer.text.value = "hello";
		press(composer, {});
		expect(messages.send).not.toHaveBeenCalled();
		press(composer, { ctrlKey: true });
		expect(messages.send).toHaveBeenCalled();
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

	it("makes mentions of people of the room that are called by name", () => {
		const { composer, messages } = setUp();
		composer.text.value = "hi @Grace Hopper and @all, not @Nobody";
		composer.submit();
		expect(messages.send).toHaveBeenCalledWith(
			roomId,
			{ content: "hi \u3501 and \u3502, not @Nobody", tags: { "\u3501": 9, "\u3502": 0 } },
			expect.anything(),
		);
	});

	it("changes a message, mentions and all, and gives the draft back afterwards", () => {
		const { composer, messages } = setUp();
		composer.text.value = "a draft";
		const message = shown({ content: "hi \u3501", tags: { "\u3501": 9 } });
		composer.edit(message);
		expect(composer.text.value).toBe("hi @Grace Hopper");
		composer.text.value = "hello @Grace Hopper";
		composer.submit();
		expect(messages.edit).toHaveBeenCalledWith(message, {
			content: "hello \u3501",
			tags: { "\u3501": 9 },
		});
		expect(messages.send).not.toHaveBeenCalled();
		expect(composer.text.value).toBe("a draft");
	});

	it("answers the same message when one was elsewhere, unless that was deleted or one is out of the room", async () => {
		const { messages } = setUp();
		const visit = (threadId: number | null, message?: ShownMessage) => {
			const scope = effectScope();
			const composer = scope.run(() => useComposer(roomId, threadId));
			const found = composer?.quoting.value?.id;
			if (message !== undefined) composer?.quote(message);
			return { found, composer, leave: () => scope.stop() };
		};
		const pass = (threadId: number | null, message?: ShownMessage) => {
			const { found, leave } = visit(threadId, message);
			leave();
			return found;
		};
		expect(pass(null, shown({ id: 5 }))).toBeUndefined();
		expect(pass(3)).toBeUndefined();
		expect(pass(null)).toBe(5);
		vi.spyOn(useRoomsStore(), "byId").mockReturnValue(undefined);
		expect(pass(null)).toBe(5);
		expect(pass(null)).toBeUndefined();

		// It is known a moment later that it was deleted.
		const deleted = ref(false);
		vi.spyOn(messages, "message").mockImplementation(() => shown({ id: 5, deleted: deleted.value }));
		const { composer, leave } = visit(null, shown({ id: 5 }));
		deleted.value = true;
		await nextTick();
		expect(composer?.quoting.value).toBeNull();
		leave();
	});

	it("gives a change back that was refused, but not in the middle of writing", async () => {
		const { composer, messages } = setUp();
		const message = shown({ content: "hi \u3501", tags: { "\u3501": 9 } });
		const back = ref<RefusedText>();
		vi.spyOn(messages, "refusedIn").mockImplementation(() => back.value);
		vi.spyOn(messages, "takeRefused").mockImplementation(() => (back.value = undefined));
		composer.text.value = "a dra";
		back.value = { message, content: "hello \u3501", tags: { "\u3501": 9 } };
		await nextTick();
		expect(composer.text.value).toBe("a dra");
		composer.submit();
		await nextTick();
		expect(composer.editing.value).toEqual(message);
		expect(composer.text.value).toBe("hello @Grace Hopper");
		composer.submit();
		expect(messages.edit).toHaveBeenCalledWith(message, {
			content: "hello \u3501",
			tags: { "\u3501": 9 },
		});
		expect(composer.text.value).toBe("");
		back.value = { message: shown({ deleted: true, content: null }), content: "too late", tags: {} };
		await nextTick();
		expect(composer.editing.value).toBeNull();
		expect(composer.text.value).toBe("too late");
	});

	it("gives a change back at once while a draft rests", async () => {
		const { composer, messages } = setUp();
		const back = ref<RefusedText>();
		vi.spyOn(messages, "refusedIn").mockImplementation(() => back.value);
		vi.spyOn(messages, "takeRefused").mockImplementation(() => (back.value = undefined));
		composer.text.value = "a draft";
		composer.edit(shown());
		composer.text.value = "without";
		composer.submit();
		back.value = { message: shown(), content: "without", tags: {} };
		await nextTick();
		expect(composer.text.value).toBe("without");
		composer.leave();
		expect(composer.text.value).toBe("a draft");
	});

	it("keeps what one made of a message that is deleted meanwhile", async () => {
		const { composer, messages } = setUp();
		const there = shallowRef(shown());
		vi.spyOn(messages, "message").mockImplementation(() => there.value);
		composer.edit(shown());
		composer.text.value = "without a mistake";
		await nextTick();
		there.value = shown({ deleted: true, content: null });
		await nextTick();
		expect(composer.editing.value).toBeNull();
		expect(composer.text.value).toBe("without a mistake");
	});

	it("takes up one's last message with Arrow-Up in the empty box, and Esc leaves it", () => {
		const { composer, messages } = setUp();
		const items = [
			shown({ id: 3, content: "older" }),
			shown(),
			shown({ userId: 9 }),
			shown({ deleted: true }),
		];
		vi.spyOn(messages, "window").mockReturnValue({ items } as never);
		useSessionStore().userId = 1;
		composer.text.value = "not empty";
		expect(press(composer, { key: "ArrowUp" }).defaultPrevented).toBe(false);
		composer.text.value = "";
		expect(press(composer, { key: "ArrowUp" }).defaultPrevented).toBe(true);
		expect(composer.editing.value).toBe(items[1]);
		expect(press(composer, { key: "Escape" }).defaultPrevented).toBe(true);
		expect(composer.editing.value).toBeNull();
		expect(press(composer, { key: "Escape" }).defaultPrevented).toBe(false);
	});

	it("answers a message by quoting it, in the thread it belongs to", () => {
		const { composer, messages } = setUp(3);
		askComposer({ roomId, threadId: null, kind: "quote", message: shown() });
		expect(composer.quoting.value).toBeNull();
		composer.quote(shown());
		composer.text.value = "indeed";
		composer.submit();
		expect(messages.send).toHaveBeenCalledWith(roomId, expect.anything(), {
			parentMessage: 3,
			quotedMessage: 5,
		});
		expect(composer.quoting.value).toBeNull();
	});

	it("does what a message's row asks for, once", async () => {
		const { composer } = setUp();
		askComposer({ roomId, threadId: null, kind: "edit", message: shown() });
		await nextTick();
		expect(composer.text.value).toBe("with a mistak");
		expect(composerRequest.value).toBeNull();
	});
});
