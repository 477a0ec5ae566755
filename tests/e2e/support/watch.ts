/* What a page must never say: an error on the console, a report of the content policy, an exception, a bug that the client found in itself. */
import type { ConsoleMessage, Page } from "@playwright/test";

/** Chromium says these when the network is gone or an answer is a refusal, as some journeys want. */
export const refusals = /the server responded with a status of 4\d\d/;
export const breaks =
	/net::ERR_|WebSocket connection to|the server responded with a status of 50[23]|Unable to preload CSS|Failed to fetch dynamically imported module/;

export class Watch {
	readonly lines: string[] = [];
	readonly #allowed: RegExp[];

	constructor(allowed: RegExp[]) {
		this.#allowed = allowed;
	}

	/** Also those that come later in this journey. */
	allow(...patterns: RegExp[]): void {
		this.#allowed.push(...patterns);
	}

	follow(page: Page): void {
		page.on("console", (message) => this.#console(message));
		page.on("pageerror", (error) => this.#add(`exception: ${error.stack ?? error.message}`));
	}

	/** What is left when the allowed is taken away. */
	get complaints(): string[] {
		return this.lines.filter((line) => !this.#allowed.some((pattern) => pattern.test(line)));
	}

	#console(message: ConsoleMessage): void {
		const bad =
			message.type() === "error" ||
			(message.type() === "warning" && message.text().startsWith("confab:"));
		if (bad) this.#add(`${message.type()}: ${message.text()} (${message.location().url})`);
	}

	#add(line: string): void {
		this.lines.push(line);
	}
}
