import { flushPromises } from "@vue/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";

import CopyField from "@/components/base/CopyField.vue";
import { mountHere } from "@/components/testing/mount";
import { useToastsStore } from "@/stores/toasts";

describe("CopyField", () => {
	afterEach(() => vi.unstubAllGlobals());

	it("says below when the browser does not let us copy, with the text selected, until it does", async () => {
		const writeText = vi.fn(() => Promise.reject(new Error("no")));
		vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText } });
		document.execCommand = () => false;
		const wrapper = mountHere(CopyField, {
			props: { label: "Link", value: "https://chat.example/invite/x" },
			attachTo: document.body,
		});
		const input = wrapper.get("input").element;
		await wrapper.get("button").trigger("click");
		await flushPromises();
		expect(wrapper.get("[role=alert]").text()).toContain("did not let us copy");
		expect(document.activeElement).toBe(input);
		expect([input.selectionStart, input.selectionEnd]).toEqual([0, input.value.length]);
		expect(useToastsStore().items).toEqual([]);

		writeText.mockImplementation(() => Promise.resolve() as never);
		await wrapper.get("button").trigger("click");
		await flushPromises();
		expect(wrapper.find("[role=alert]").exists()).toBe(false);
		expect(wrapper.get("button").text()).toBe("Copied");
		wrapper.unmount();
	});
});
