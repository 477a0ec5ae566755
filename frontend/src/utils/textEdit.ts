/* Formatting what is written in a text box: each edit says what is replaced by what, and what is selected afterwards. */

export interface Selected {
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

export interface TextEdit {
	/** Replaced: from here … */
	readonly from: number;
	/** … up to here. */
	readonly to: number;
	readonly insert: string;
	readonly start: number;
	readonly end: number;
}

/** Puts marks around the selection, or takes them away. */
export function toggleMark({ text, start, end }: Selected, mark: string): TextEdit {
	const inner = text.slice(start, end);
	const width = mark.length;
	const outside = text.slice(start - width, start) === mark && text.slice(end, end + width) === mark;
	if (outside && !(mark === "*" && text.slice(start - 2, start) === "**"))
		return {
			from: start - width,
			to: end + width,
			insert: inner,
			start: start - width,
			end: end - width,
		};
	if (inner.length > 2 * width && inner.startsWith(mark) && inner.endsWith(mark)) {
		const bare = inner.slice(width, -width);
		return { from: start, to: end, insert: bare, start, end: start + bare.length };
	}
	return { from: start, to: end, insert: mark + inner + mark, start: start + width, end: end + width };
}

/** Puts a sign before each line of the selection, or takes it away when all have it. */
export function toggleLines({ text, start, end }: Selected, sign: string): TextEdit {
	const from = text.lastIndexOf("\n", start - 1) + 1;
	const after = text.indexOf("\n", end);
	const to = after < 0 ? text.length : after;
	const lines = text.slice(from, to).split("\n");
	const all = lines.every((line) => line.startsWith(sign));
	const insert = lines.map((line) => (all ? line.slice(sign.length) : sign + line)).join("\n");
	return { from, to, insert, start: all ? from : from + sign.length, end: from + insert.length };
}

/** A block of code out of the selection. */
export function makeCodeBlock({ text, start, end }: Selected): TextEdit {
	const before = start > 0 && text[start - 1] !== "\n" ? "\n" : "";
	const opening = `${before}\`\`\`\n`;
	const insert = `${opening}${text.slice(start, end)}\n\`\`\``;
	const first = start + opening.length;
	return { from: start, to: end, insert, start: first, end: first + end - start };
}

/** The selection as the words of a link; what is to be written next is its address. */
export function makeLink({ text, start, end }: Selected): TextEdit {
	const words = text.slice(start, end);
	const insert = `[${words}](https://)`;
	const address = start + words.length + 3;
	return words === ""
		? { from: start, to: end, insert, start: start + 1, end: start + 1 }
		: { from: start, to: end, insert, start: address, end: address + "https://".length };
}

/** In a way that the browser can undo. */
export function applyEdit(area: HTMLTextAreaElement, edit: TextEdit): void {
	area.focus();
	area.setSelectionRange(edit.from, edit.to);
	const done =
		edit.insert === ""
			? document.execCommand("delete")
			: document.execCommand("insertText", false, edit.insert);
	if (!done) {
		area.setRangeText(edit.insert, edit.from, edit.to, "end");
		area.dispatchEvent(new Event("input", { bubbles: true }));
	}
	area.setSelectionRange(edit.start, edit.end);
}
