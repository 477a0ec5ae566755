import { describe, expect, it } from "vitest";

import { encodeMentions, isMentioned, splitMentions, tagOf, withNames } from "./mentions";

const ann = { userId: 7, name: "Ann" };
const annette = { userId: 9, name: "Annette" };
const long = { userId: 11, name: "Ann Lee" };

describe("people in a text", () => {
	it.each([
		["hi @Ann!", [ann], "hi \u3501!", { "\u3501": 7 }],
		["@Ann @Annette", [ann, annette], "\u3502 \u3501", { "\u3501": 9, "\u3502": 7 }],
		["@Ann Lee and @Ann", [ann, long], "\u3501 and \u3502", { "\u3501": 11, "\u3502": 7 }],
		["@Ann @Ann", [ann], "\u3501 \u3501", { "\u3501": 7 }],
		["mail@Ann @Anna", [ann], "mail@Ann @Anna", {}],
		["\u3501 typed, @Ann picked", [ann], "\u3501 typed, \u3502 picked", { "\u3502": 7 }],
		["nobody", [ann], "nobody", {}],
		["@all", [{ userId: 0, name: "all" }], "\u3501", { "\u3501": 0 }],
		["@", [{ userId: 5, name: "" }], "@", {}],
	])("encodes %j", (text, picked, content, tags) => {
		expect(encodeMentions(text, picked)).toEqual({ content, tags });
	});

	it("has 256 places and uses no more", () => {
		const crowd = Array.from({ length: 300 }, (_, at) => ({ userId: at + 1, name: `p${at}x` }));
		const { tags } = encodeMentions(crowd.map(({ name }) => `@${name}`).join(" "), crowd);
		expect(Object.keys(tags)).toHaveLength(256);
	});

	it("gives names back, and leaves untagged symbols as they are", () => {
		expect(withNames("\u3501 \u3502 \u4e00", { "\u3501": 7 }, (id) => `user${id}`)).toBe(
			"@user7 \u3502 \u4e00",
		);
		expect(splitMentions("a\u3501b")).toEqual([
			{ kind: "text", text: "a" },
			{ kind: "mention", symbol: "\u3501" },
			{ kind: "text", text: "b" },
		]);
	});

	it.each([
		[{ "\u3501": 7 }, 7],
		[{ "\u3501": 0 }, 0],
		[{ "\u3501": -1 }, -1],
		[{ "\u3501": -2 }, null],
		[{ "\u3501": 1.5 }, null],
		[{ "\u3501": "7" as unknown as number }, null],
		[{}, null],
	])("trusts no tag that is none: %j", (tags, expected) => {
		expect(tagOf(tags as Record<string, number>, "\u3501")).toBe(expected);
	});

	it("finds nobody in what objects inherit", () => expect(tagOf({}, "constructor")).toBeNull());

	it("knows whom a message is for", () => {
		expect(isMentioned({ a: 7 }, 7)).toBe(true);
		expect(isMentioned({ a: 0 }, 7)).toBe(true);
		expect(isMentioned({ a: 8 }, 7)).toBe(false);
	});
});
