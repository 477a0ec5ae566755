import { describe, expect, it } from "vitest";

import MessageText from "@/components/chat/MessageText.vue";
import { mountHere } from "@/components/testing/mount";

const show = (content: string, slot = "") =>
	mountHere(MessageText, { props: { content }, slots: { default: slot } });

describe("MessageText", () => {
	it.each([
		"one line",
		"two\nlines  with  spaces",
		"<img src=x onerror=alert(1)> &amp; &lt;",
		"see https://example.org/?a=1&b=2, then go on",
		"הודעה mixed with Latin",
	])("shows every character of %j", (content) => {
		expect(show(content).element.textContent).toBe(content);
	});

	it("makes no elements out of what somebody typed", () => {
		const wrapper = show('<script>alert(1)</script><a href="javascript:alert(1)">x</a>');
		expect(wrapper.findAll("script, a, img")).toHaveLength(0);
	});

	it("opens links elsewhere, without a handle on this page", () => {
		const link = show("https://example.org/").get("a");
		expect(link.attributes()).toMatchObject({ href: "https://example.org/", target: "_blank" });
		expect(link.attributes("rel")).toContain("noopener");
	});

	it("keeps code as it is", () => {
		const wrapper = show("```\n  indented\n\tand tabbed\n```");
		expect(wrapper.get("pre").element.textContent).toBe("  indented\n\tand tabbed");
	});

	it.each(["words", "```\ncode\n```", "words\n```\ncode\n```"])(
		"ends with what its slot holds: %j",
		(content) => {
			const wrapper = show(content, "<b>mark</b>");
			expect(wrapper.findAll("b")).toHaveLength(1);
			expect(wrapper.element.textContent).toMatch(/mark$/);
		},
	);
});
