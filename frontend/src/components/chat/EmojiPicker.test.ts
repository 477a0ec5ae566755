import { beforeEach, describe, expect, it, vi } from "vitest";

import EmojiPicker from "@/components/chat/EmojiPicker.vue";
import { mountHere } from "@/components/testing/mount";

async function open() {
	const wrapper = mountHere(EmojiPicker);
	await vi.waitFor(() => expect(wrapper.findAll("section").length).toBe(10));
	return wrapper;
}

const focused = () => document.activeElement?.getAttribute("aria-label");

describe("EmojiPicker", () => {
	beforeEach(() => localStorage.clear());

	it("begins in the search box, and gives what is pressed", async () => {
		const wrapper = await open();
		expect(document.activeElement?.tagName).toBe("INPUT");
		await wrapper.get('button[aria-label="grinning face"]').trigger("click");
		expect(wrapper.emitted("pick")).toEqual([["😀"]]);
	});

	it("searches, and Enter takes the best", async () => {
		const wrapper = await open();
		await wrapper.get("input").setValue("tada");
		expect(wrapper.findAll("section")).toHaveLength(1);
		await wrapper.get("input").trigger("keydown", { key: "Enter" });
		expect(wrapper.emitted("pick")).toEqual([["🎉"]]);
		await wrapper.get("input").setValue("qqqq");
		expect(wrapper.get("[role=status]").text()).toBe("No emoji by that name.");
	});

	it("is walked through by arrow keys, with one place to tab to", async () => {
		const wrapper = await open();
		expect(wrapper.findAll('.items button[tabindex="0"]')).toHaveLength(1);
		const recent = wrapper.get("section").findAll("button");
		const names = recent.map((button) => button.attributes("aria-label"));
		const press = async (selector: string, key: string) => {
			await wrapper.get(selector).trigger("keydown", { key });
			await wrapper.vm.$nextTick();
			return focused();
		};
		expect(await press("input", "ArrowDown")).toBe(names[0]);
		expect(await press(".grid", "ArrowRight")).toBe(names[1]);
		expect(await press(".grid", "Home")).toBe(names[0]);
		expect(await press(".grid", "End")).toBe(names.at(-1));
		expect(await press(".grid", "ArrowRight")).toBe("grinning face");
		expect(await press(".grid", "ArrowDown")).toBe("slightly smiling face");
		expect(await press(".grid", "ArrowUp")).toBe("grinning face");
		expect(await press(".grid", "ArrowLeft")).toBe(names.at(-1));
		expect(wrapper.findAll('.items button[tabindex="0"]')).toHaveLength(1);
	});

	it("offers first what was used lately", async () => {
		localStorage.setItem("confab.emoji", "🦊");
		vi.resetModules();
		const { recentEmoji } = await import("@/composables/emoji");
		expect(recentEmoji()[0]).toBe("🦊");
	});
});
