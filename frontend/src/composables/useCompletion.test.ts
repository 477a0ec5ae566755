import { nextTick, ref } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";

import { runHere } from "@/components/testing/mount";
import { formatFor } from "@/composables/composerFormats";
import { triggerBefore, useCompletion } from "@/composables/useCompletion";
import type { Mentionable } from "@/composables/useMentionables";

const people: Mentionable[] = [
	{ userId: 9, name: "Grace Hopper", user: "grace" },
	{ userId: 10, name: "Grant", user: "grant" },
];

describe("triggerBefore", () => {
	it.each([
		["@", "person", "", 0],
		["hi @Gra", "person", "Gra", 3],
		["hi @Grace Ho", "person", "Grace Ho", 3],
		["(@gr", "person", "gr", 1],
		["mail@gr", null],
		["@Grace and then some more", null],
		[":smi", "emoji", "smi", 0],
		["so :sm", "emoji", "sm", 3],
		[":s", null],
		["http://x", null],
		["12:30", null],
		["", null],
	])("%j", (text, kind, query?: string, from?: number) => {
		const expected = kind === null ? null : { kind, query, from };
		expect(triggerBefore(text, text.length)).toEqual(expected);
	});
});

describe("useCompletion", () => {
	let area: HTMLTextAreaElement;

	afterEach(() => area.remove());

	function setUp() {
		area = document.createElement("textarea");
		document.body.append(area);
		document.execCommand = () => false;
		const text = ref("");
		area.addEventListener("input", () => (text.value = area.value));
		const picked = vi.fn();
		const search = (query: string) =>
			Promise.resolve(people.filter(({ user }) => user.startsWith(query.toLowerCase())));
		const sources = { area: ref(area), text, language: ref("en"), skin: ref(0), search, picked };
		const { result } = runHere(() => useCompletion(sources));
		const type = async (value: string): Promise<void> => {
			area.value = value;
			area.setSelectionRange(value.length, value.length);
			area.dispatchEvent(new Event("input"));
			await nextTick();
			await nextTick();
			await vi.waitFor(() => undefined);
		};
		const press = (key: string) =>
			result.onKeydown(new KeyboardEvent("keydown", { key, cancelable: true }));
		return { completion: result, type, press, picked, text };
	}

	it("offers people, chosen by the keyboard", async () => {
		const { completion, type, press, picked, text } = setUp();
		await type("hi @gr");
		await vi.waitFor(() => expect(completion.offers.value).toHaveLength(2));
		expect(press("ArrowDown")).toBe(true);
		expect(press("Enter")).toBe(true);
		await nextTick();
		expect(text.value).toBe("hi @Grant ");
		expect(picked).toHaveBeenCalledWith(people[1]);
		expect(completion.open.value).toBe(false);
		expect(press("Enter")).toBe(false);
	});

	it("is left by Esc and stays away from that place", async () => {
		const { completion, type, press } = setUp();
		await type("@g");
		await vi.waitFor(() => expect(completion.open.value).toBe(true));
		expect(press("Escape")).toBe(true);
		await type("@gr");
		expect(completion.open.value).toBe(false);
		await type("@gr and @g");
		await vi.waitFor(() => expect(completion.open.value).toBe(true));
	});

	it("offers emoji by their names, and replaces one that is written out", async () => {
		const { completion, type, press, text } = setUp();
		await type("yes :tad");
		await vi.waitFor(() => expect(completion.offers.value.length).toBeGreaterThan(0));
		press("Tab");
		await nextTick();
		expect(text.value).toBe("yes 🎉 ");
		await type("now :tada:");
		await vi.waitFor(() => expect(text.value).toBe("now 🎉"));
	});
});

describe("formatFor", () => {
	const pressed = { key: "", code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

	it.each([
		[{ key: "b", ctrlKey: true }, "bold"],
		[{ key: "и", code: "KeyB", ctrlKey: true }, "bold"],
		[{ key: "b", metaKey: true }, "bold"],
		[{ key: "C", ctrlKey: true, shiftKey: true }, "code"],
		[{ key: "(", code: "Digit9", ctrlKey: true, shiftKey: true }, "quote"],
		[{ key: "c", ctrlKey: true }, undefined],
		[{ key: "b" }, undefined],
		[{ key: "b", ctrlKey: true, altKey: true }, undefined],
	])("%j is %s", (keys, id) => expect(formatFor({ ...pressed, ...keys })?.id).toBe(id));
});
