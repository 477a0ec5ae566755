import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { h } from "vue";

import { mountHere } from "@/components/testing/mount";
import { lazyPart } from "@/composables/lazyPart";

const Part = { render: () => h("b", "here") };
const Waiting = { render: () => h("i", "soon") };

describe("lazyPart", () => {
	beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
	afterEach(() => vi.useRealTimers());

	it("asks again for what did not come", async () => {
		const loader = vi.fn<() => Promise<typeof Part>>();
		loader.mockRejectedValueOnce(new Error("offline")).mockResolvedValue(Part);
		const part = lazyPart(loader, Waiting);
		const wrapper = mountHere({ render: () => h("div", [h(part)]) });
		await flushPromises();
		expect(wrapper.text()).toBe("soon");
		await vi.advanceTimersByTimeAsync(1_500);
		await flushPromises();
		expect(wrapper.text()).toBe("here");
		expect(loader).toHaveBeenCalledTimes(2);
		wrapper.unmount();
	});
});
