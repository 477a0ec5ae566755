import { describe, expect, it } from "vitest";

import AppMenu from "@/components/base/AppMenu.vue";
import { mountHere } from "@/components/testing/mount";

const items = ["one", "two", "three"].map((key) => ({ key, label: key }));

async function openMenu() {
	const wrapper = mountHere(AppMenu, {
		props: { items, label: "Numbers" },
		slots: {
			default: `<template #default="{ toggle, open }"><button id="opener" :aria-expanded="open" @click="toggle">open</button></template>`,
		},
	});
	const opener = wrapper.get<HTMLElement>("#opener");
	opener.element.focus();
	await opener.trigger("click");
	await wrapper.vm.$nextTick();
	return { wrapper, opener };
}

const focused = (): string | null => document.activeElement?.textContent?.trim() ?? null;

describe("AppMenu", () => {
	it("opens on its first entry and walks round with the arrow keys", async () => {
		const { wrapper } = await openMenu();
		expect(focused()).toBe("one");
		for (const [key, expected] of [
			["ArrowDown", "two"],
			["End", "three"],
			["ArrowDown", "one"],
			["ArrowUp", "three"],
			["Home", "one"],
		] as const) {
			await wrapper.trigger("keydown", { key });
			expect(focused()).toBe(expected);
		}
		wrapper.unmount();
	});

	it("closes with Esc and gives the focus back", async () => {
		const { wrapper, opener } = await openMenu();
		await wrapper.trigger("keydown", { key: "Escape" });
		expect(wrapper.find("[role=menu]").exists()).toBe(false);
		expect(document.activeElement).toBe(opener.element);
		wrapper.unmount();
	});

	it("says what was picked, once, and closes", async () => {
		const { wrapper } = await openMenu();
		await wrapper.findAll("[role=menuitem]")[1]?.trigger("click");
		expect(wrapper.emitted("pick")).toEqual([["two"]]);
		expect(wrapper.find("[role=menu]").exists()).toBe(false);
		wrapper.unmount();
	});
});
