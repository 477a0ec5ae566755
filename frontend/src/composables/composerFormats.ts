/* The formats of the message box: their keys, and what each does to the text. */
import { Bold, Code, Italic, Link, List, Quote, SquareCode, Strikethrough } from "@lucide/vue";
import type { Component } from "vue";

import {
	makeCodeBlock,
	makeLink,
	toggleLines,
	toggleMark,
	type Selected,
	type TextEdit,
} from "@/utils/textEdit";

export interface Format {
	readonly id: "bold" | "italic" | "strike" | "code" | "codeBlock" | "quote" | "list" | "link";
	readonly icon: Component;
	/** With Ctrl, or ⌘; capital: with Shift, too. */
	readonly key: string;
	edit(selected: Selected): TextEdit;
}

export const formats: readonly Format[] = [
	{ id: "bold", icon: Bold, key: "b", edit: (selected) => toggleMark(selected, "**") },
	{ id: "italic", icon: Italic, key: "i", edit: (selected) => toggleMark(selected, "*") },
	{ id: "strike", icon: Strikethrough, key: "X", edit: (selected) => toggleMark(selected, "~~") },
	{ id: "code", icon: Code, key: "C", edit: (selected) => toggleMark(selected, "`") },
	{ id: "codeBlock", icon: SquareCode, key: "K", edit: makeCodeBlock },
	{ id: "quote", icon: Quote, key: "9", edit: (selected) => toggleLines(selected, "> ") },
	{ id: "list", icon: List, key: "8", edit: (selected) => toggleLines(selected, "- ") },
	{ id: "link", icon: Link, key: "U", edit: makeLink },
];

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** By the letter, or by its place where the keyboard writes other letters. */
export function formatFor(event: Pressed): Format | undefined {
	if (event.ctrlKey === event.metaKey || event.altKey) return undefined;
	return formats.find(({ key }) => {
		const shifted = key !== key.toLowerCase() || /\d/.test(key);
		const place = /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
		const same = event.key.toLowerCase() === key.toLowerCase() || event.code === place;
		return same && event.shiftKey === shifted;
	});
}

/** As it is written for people. */
export function keysOf({ key }: Format, apple: boolean): string {
	const shifted = key !== key.toLowerCase() || /\d/.test(key);
	const parts = apple ? [shifted ? "⇧" : "", "⌘"] : ["Ctrl+", shifted ? "Shift+" : ""];
	return `${parts.join("")}${key.toUpperCase()}`;
}
