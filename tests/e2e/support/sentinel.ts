/*
 * Looks at every element and attribute that ever comes into a page, from before its first script on, and writes down what this client never makes.
 * canary() is what hostile texts call: whoever calls it has run a script.
 */
import { expect, type BrowserContext, type Page } from "@playwright/test";

declare global {
	interface Window {
		sentinel: { found: string[]; seen: number };
		canary(): void;
	}
}

interface Rules {
	/** What the client is made of. */
	elements: string[];
	/** What may stand in a message's text, with its attributes beside class. */
	inText: Record<string, string[]>;
}

const rules: Rules = {
	elements: [
		..."html head body meta title link script noscript".split(" "),
		..."div span p a b i em strong del small bdi time mark kbd code pre blockquote ul ol li dl dt dd hr br wbr".split(
			" ",
		),
		..."header footer main nav aside section article h1 h2 h3 h4 table thead tbody tr th td caption figure figcaption".split(
			" ",
		),
		..."form fieldset legend label input textarea select option optgroup button output progress dialog details summary".split(
			" ",
		),
		..."img canvas svg g path circle rect line polyline polygon ellipse".split(" "),
	],
	inText: {
		p: ["dir"],
		a: ["href", "dir", "title", "target", "rel"],
		button: ["type", "aria-label", "title", "data-tip"],
		span: ["role", "aria-label", "dir", "data-tip", "aria-hidden", "title"],
		div: ["role", "tabindex", "aria-label", "dir"],
		pre: ["tabindex", "dir", "role", "aria-label"],
		code: ["dir"],
		blockquote: ["dir"],
		ul: ["dir"],
		ol: ["dir", "start"],
		li: [],
		table: [],
		thead: [],
		tbody: [],
		tr: [],
		th: ["dir"],
		td: ["dir"],
		strong: [],
		em: [],
		del: [],
		hr: [],
		svg: [
			"xmlns",
			"width",
			"height",
			"viewBox",
			"fill",
			"stroke",
			"stroke-width",
			"stroke-linecap",
			"stroke-linejoin",
			"aria-hidden",
			"focusable",
		],
		path: ["d"],
		rect: ["width", "height", "x", "y", "rx", "ry"],
		circle: ["cx", "cy", "r"],
		line: ["x1", "x2", "y1", "y2"],
	},
};

/** Runs in the page. */
function watchAll({ elements, inText }: Rules): void {
	const found: string[] = [];
	window.sentinel = { found, seen: 0 };
	window.canary = () => void found.push("a script ran");
	const add = (what: string, element: Element): void =>
		void found.push(`${what}: ${element.outerHTML.slice(0, 300)}`);
	const known = new Set(elements);

	function checkLink(element: HTMLAnchorElement): void {
		if (!element.hasAttribute("href")) return;
		const { protocol, origin, rel, target } = element;
		if (!["http:", "https:", "mailto:"].includes(protocol)) return add("a link", element);
		const outside = protocol === "mailto:" || origin !== location.origin;
		const safe = ["noopener", "noreferrer", "nofollow"].every((word) => rel.split(" ").includes(word));
		if (outside && !(safe && target === "_blank")) add("a link without its rel", element);
	}

	function checkElement(element: Element): void {
		window.sentinel.seen++;
		const name = element.localName;
		if (!known.has(name)) add("an element", element);
		if (element instanceof HTMLAnchorElement) checkLink(element);
		if (
			element instanceof HTMLScriptElement &&
			new URL(element.src || "about:blank").origin !== location.origin
		)
			add("a script", element);
		if (
			element instanceof HTMLImageElement &&
			element.src !== "" &&
			new URL(element.src).origin !== location.origin
		)
			add("a picture", element);
		const text = element.closest(".message-text");
		const allowed = inText[name];
		if (text && text !== element && !allowed) add("an element in a text", element);
		for (const attribute of element.getAttributeNames()) {
			if (/^on|^srcdoc$|^formaction$|:href$|[^\w:-]/i.test(attribute))
				add(`the attribute ${attribute}`, element);
			if (
				text &&
				text !== element &&
				!/^class$|^data-v-[0-9a-f]{8}$/.test(attribute) &&
				!allowed?.includes(attribute)
			)
				add(`the attribute ${attribute} in a text`, element);
		}
	}

	new MutationObserver((records) => {
		for (const { target, addedNodes } of records) {
			if (target instanceof Element) checkElement(target);
			for (const node of addedNodes)
				if (node instanceof Element)
					for (const element of [node, ...node.querySelectorAll("*")]) checkElement(element);
		}
	}).observe(document, { childList: true, subtree: true, attributes: true });
}

/** What each page of a browser showed, asked or opened that it must not. */
export class Sentinel {
	readonly #dialogs: string[] = [];
	readonly #pages: Page[] = [];

	async follow(context: BrowserContext): Promise<void> {
		await context.addInitScript(watchAll, rules);
		context.on("page", (page) => this.#pages.push(page));
		context.on("dialog", (dialog) => {
			this.#dialogs.push(`${dialog.type()}: ${dialog.message()}`);
			void dialog.dismiss();
		});
		context.on("download", (download) => this.#dialogs.push(`download: ${download.url()}`));
	}

	/** Nothing so far in this page, which was looked at; and nothing opened beside it. */
	async expectQuiet(page: Page, pages = 1): Promise<void> {
		const { found, seen } = await page.evaluate(() => window.sentinel);
		expect(found).toEqual([]);
		expect(seen).toBeGreaterThan(20);
		expect(this.#dialogs).toEqual([]);
		expect(this.#pages.map((each) => each.url()).length, "pages").toBe(pages);
	}
}
