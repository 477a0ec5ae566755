import { describe, expect, it } from "vitest";

import AppField from "@/components/base/AppField.vue";
import { mountHere } from "@/components/testing/mount";

describe("AppField", () => {
	it("ties its label, hint and error to the input", async () => {
		const wrapper = mountHere(AppField, {
			props: { label: "Name", hint: "As you like", modelValue: "" },
		});
		const input = wrapper.get("input");
		expect(wrapper.get("label").attributes("for")).toBe(input.attributes("id"));
		const note = wrapper.get(`#${input.attributes("aria-describedby")}`);
		expect(note.text()).toBe("As you like");
		expect(note.attributes("role")).toBeUndefined();

		await wrapper.setProps({ error: "Too short" });
		expect(note.text()).toBe("Too short");
		expect(note.attributes("role")).toBe("alert");
		expect(input.attributes("aria-invalid")).toBe("true");
	});

	it("gives its class to the field and everything else to the input", () => {
		const wrapper = mountHere(AppField, {
			props: { label: "Name", modelValue: "" },
			attrs: { class: "wide", autocomplete: "name" },
		});
		expect(wrapper.classes()).toContain("wide");
		expect(wrapper.get("input").classes()).not.toContain("wide");
		expect(wrapper.get("input").attributes("autocomplete")).toBe("name");
	});
});
