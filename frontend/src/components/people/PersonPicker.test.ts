import { flushPromises, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { AccountSearchInput } from "@/api/protocol.gen";
import { userView } from "@/api/testing/fake-socket";
import PersonPicker from "@/components/people/PersonPicker.vue";
import { mountHere } from "@/components/testing/mount";
import { usePeopleStore } from "@/stores/people";

const everybody = ["Ada", "Bo", "Cleo", "Zoë"].map((displayName, i) => userView(i + 1, { displayName }));

/** The page of a test has no layout: nothing scrolls into view. */
class NothingSeen {
	observe(): void {}
	unobserve(): void {}
	disconnect(): void {}
}

describe("PersonPicker", () => {
	let wrapper: VueWrapper;
	let asked: AccountSearchInput[];
	let fail = false;

	beforeEach(() => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		vi.stubGlobal("IntersectionObserver", NothingSeen);
		asked = [];
		fail = false;
	});

	afterEach(() => {
		wrapper.unmount();
		vi.unstubAllGlobals();
		vi.useRealTimers();
	});

	async function open(props: object = {}): Promise<void> {
		wrapper = mountHere(PersonPicker, {
			props: {
				modelValue: [],
				"onUpdate:modelValue": (modelValue: number[]) => wrapper.setProps({ modelValue }),
				...props,
			},
			global: {
				stubs: { PresenceDot: true },
			},
		} as never);
		await flushPromises();
	}

	/** Before the component asks for the first time. */
	function answerSearches(): void {
		const people = usePeopleStore();
		people.put(everybody);
		people.search = async (wish) => {
			asked.push(wish);
			if (fail) throw new Error("no");
			const wanted = (wish.search ?? "").toLowerCase();
			const found = everybody.filter(({ displayName }) => displayName.toLowerCase().includes(wanted));
			const after = found.filter(({ userId }) => userId > (wish.after ?? 0));
			return { users: after.slice(0, 3), more: after.length > 3 };
		};
	}

	const names = () => wrapper.findAll("[role=option] .name").map((name) => name.text());
	const chips = () => wrapper.findAll(".chip .name").map((name) => name.text());
	const input = () => wrapper.get("input");

	async function type(text: string): Promise<void> {
		await input().setValue(text);
		vi.advanceTimersByTime(250);
		await flushPromises();
	}

	it("finds by name and chooses by keyboard, and takes back", async () => {
		await open();
		answerSearches();
		await type("bo");
		expect(names()).toEqual(["Bo"]);
		await input().trigger("keydown", { key: "Enter" });
		expect([chips(), input().element.value]).toEqual([["Bo"], ""]);
		await input().trigger("keydown", { key: "Backspace" });
		expect(chips()).toEqual([]);
	});

	it("walks through the list, and asks for the next page near its end", async () => {
		await open({ roomId: 12, groupId: 3 });
		answerSearches();
		await type(" ");
		await type("");
		expect(names()).toHaveLength(3);
		await input().trigger("keydown", { key: "ArrowDown" });
		await flushPromises();
		expect(asked.at(-1)).toEqual({ search: null, after: 3, roomId: 12, groupId: 3 });
		expect(names()).toEqual(["Ada", "Bo", "Cleo", "Zoë"]);
		const described = wrapper.get(`#${input().attributes("aria-activedescendant")}`);
		expect(described.text()).toContain("Ada");
		await input().trigger("keydown", { key: "ArrowUp" });
		await input().trigger("keydown", { key: "Enter" });
		expect(chips()).toEqual(["Zoë"]);
	});

	it("means nobody else while the answer is on its way", async () => {
		await open();
		answerSearches();
		await type(" ");
		await type("");
		await input().setValue("cl");
		expect(names()).toEqual(["Cleo"]);
		await input().trigger("keydown", { key: "Enter" });
		expect(chips()).toEqual(["Cleo"]);
	});

	it("leaves out whom it should, and takes no more than it may", async () => {
		await open({ exclude: [1], max: 1 });
		answerSearches();
		await type("o");
		expect(names()).toEqual(["Bo", "Cleo", "Zoë"]);
		await wrapper.get("[role=option]").trigger("click");
		await type("o");
		await wrapper.findAll("[role=option]")[1]?.trigger("click");
		expect(chips()).toEqual(["Bo"]);
		expect(wrapper.text()).toContain("One person at most.");
		await wrapper.get("[aria-label='Take Bo out']").trigger("click");
		expect(chips()).toEqual([]);
	});

	it("offers services only where they are wanted", async () => {
		const bot = userView(9, { displayName: "Echo", bot: true });
		await open();
		usePeopleStore().search = async () => ({ users: [bot], more: false });
		await type("e");
		expect(names()).toEqual([]);
		await wrapper.setProps({ withBots: true });
		expect(names()).toEqual(["Echo"]);
	});

	it("says that nobody was found, and why the server did not answer", async () => {
		await open();
		answerSearches();
		await type("xyz");
		expect(wrapper.text()).toContain("Nobody by that name.");
		fail = true;
		await type("xy");
		expect(wrapper.get("[role=alert]").text()).toContain("Something went wrong on the server.");
		fail = false;
		await wrapper.get("[role=alert] button").trigger("click");
		await flushPromises();
		expect(wrapper.text()).toContain("Nobody by that name.");
	});
});
