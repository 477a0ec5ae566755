import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import MessageText from "@/components/chat/MessageText.vue";
import { mountHere } from "@/components/testing/mount";
import { markdownReady } from "@/composables/markdown";
import { closePerson, personCall } from "@/composables/personCard";
import { usePeopleStore } from "@/stores/people";

import { userView } from "../../api/testing/fake-socket";

const show = (content: string, slot = "", tags: Record<string, number> = {}) =>
	mountHere(MessageText, { props: { content, tags }, slots: { default: slot } });

describe("MessageText", () => {
	beforeAll(markdownReady);
	beforeEach(closePerson);

	it.each([
		"one line",
		"two\nlines  with  spaces",
		"with\n\n\nempty lines",
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

	it("draws what markup means", () => {
		const wrapper = show(
			"# Head\n**b** *i* ~~s~~ `c`\n> q\n\n1. a\n2. b\n   - [x] t\n\n|h|\n|-|\n|d|\n\n---",
		);
		const tags = "p.heading strong em del code blockquote ol ul .task.checked table th td hr".split(" ");
		for (const tag of tags) expect(wrapper.find(tag).exists(), tag).toBe(true);
	});

	it("opens links elsewhere, without a handle on this page", () => {
		const link = show("https://example.org/").get("a");
		expect(link.attributes()).toMatchObject({ href: "https://example.org/", target: "_blank" });
		expect(link.attributes("rel")).toBe("noopener noreferrer nofollow");
	});

	it("says where a link leads that is called something else", () => {
		expect(show("[my bank](https://example.org/)").get("a").attributes("title")).toBe(
			"https://example.org/",
		);
	});

	it("follows links to rooms of this server within the page", async () => {
		const push = vi.fn();
		const { routerKey } = await import("vue-router");
		const content = `see ${location.origin}/room/5/message/7`;
		const wrapper = mountHere(MessageText, {
			props: { content },
			global: { provide: { [routerKey as symbol]: { push } } },
		});
		const link = wrapper.get("a");
		expect(link.attributes("target")).toBeUndefined();
		await link.trigger("click", { ctrlKey: true });
		expect(push).not.toHaveBeenCalled();
		await link.trigger("click");
		expect(push).toHaveBeenCalledWith("/room/5/message/7");
	});

	it("keeps code as it is", () => {
		const wrapper = show("```\n  indented\n\tand tabbed\n```");
		expect(wrapper.get("pre").element.textContent).toBe("  indented\n\tand tabbed");
	});

	it("shows people by their names, and asks for their card", async () => {
		const wrapper = show("hi \u3501 and \u3502, `\u3501`", "", { "\u3501": 9, "\u3502": 0 });
		usePeopleStore().put([userView(9, { displayName: "Grace" })]);
		await wrapper.vm.$nextTick();
		expect(wrapper.element.textContent).toBe("hi @Grace and @all, @Grace");
		await wrapper.get("button.mention").trigger("click");
		expect(personCall.value).toMatchObject({ userId: 9 });
		expect(wrapper.get("span.mention").classes()).toContain("own");
	});

	it("leaves placeholders that stand for nobody as they are", () => {
		expect(show("\u3501\u3600").element.textContent).toBe("\u3501\u3600");
	});

	it("draws one to three pictures large", () => {
		expect(show("🎉🎉").classes()).toContain("big");
		expect(show("🎉 hi").classes()).not.toContain("big");
	});

	it.each(["words", "```\ncode\n```", "words\n```\ncode\n```", "- list", "# head"])(
		"ends with what its slot holds: %j",
		(content) => {
			const wrapper = show(content, "<b>mark</b>");
			expect(wrapper.findAll("b")).toHaveLength(1);
			expect(wrapper.element.textContent).toMatch(/mark$/);
		},
	);
});
