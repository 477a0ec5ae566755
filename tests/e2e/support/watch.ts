/*
 * What a page must never say: an error on the console, a report of the content policy, an exception, a bug that the client found in itself. Of every
 * page of a browser, of the workers they start, and of the service worker. watch.spec.ts proves that it hears each of them.
 */
import type { BrowserContext, ConsoleMessage, Page, Worker } from "@playwright/test";

/** Chromium says these when the network is gone or an answer is a refusal, as some journeys want; the last one in a service worker whose installing it ends. */
export const refusals = /the server responded with a status of 4\d\d/;
export const breaks =
	/net::ERR_|WebSocket connection to|the server responded with a status of 50[23]|Unable to preload CSS|Failed to fetch dynamically imported module|exception: TypeError: Failed to fetch|An unknown error occurred when fetching the script/;

/** Said on the console too, also where Chromium itself says nothing: of what some script caught, and of what happens in a worker. */
function tellReports(): void {
	addEventListener("securitypolicyviolation", (event) => {
		const { effectiveDirective, blockedURI, sample } = event as SecurityPolicyViolationEvent;
		console.error(`report of the content policy: ${effectiveDirective} ${blockedURI} ${sample}`);
	});
}

function tellExceptions(): void {
	addEventListener("error", ({ message }) => console.error(`exception: ${message}`));
	addEventListener("unhandledrejection", ({ reason }) => console.error(`exception: ${String(reason)}`));
}

/** What it does before it hears this is heard on its console only. One that has ended already hears nothing, and need not. */
async function inform(worker: Worker, more: () => void = () => undefined): Promise<void> {
	for (const what of [tellReports, more]) await worker.evaluate(what).catch(() => undefined);
}

export class Watch {
	readonly lines: string[] = [];
	readonly #allowed: RegExp[];
	readonly #service = new Set<Worker>();

	constructor(allowed: RegExp[]) {
		this.#allowed = allowed;
	}

	/** Also those that come later in this journey. */
	allow(...patterns: RegExp[]): void {
		this.#allowed.push(...patterns);
	}

	/** Every page of it, those that are opened later too. */
	async follow(context: BrowserContext): Promise<void> {
		context.on("console", (message) => this.#console(message));
		context.on("weberror", (error) => this.#exception(error.error()));
		context.on("page", (page) => this.#page(page));
		context.on("serviceworker", (worker) => this.#serviceWorker(worker));
		await context.addInitScript(tellReports);
	}

	/** What is left when the allowed is taken away. */
	get complaints(): string[] {
		return this.lines.filter((line) => !this.#allowed.some((pattern) => pattern.test(line)));
	}

	#page(page: Page): void {
		page.on("worker", (worker) => void inform(worker));
		page.on("crash", () => this.#add(`crash: ${page.url()}`));
	}

	#serviceWorker(worker: Worker): void {
		if (this.#service.has(worker)) return;
		this.#service.add(worker);
		worker.on("console", (message) => this.#console(message));
		void inform(worker, tellExceptions);
	}

	#console(message: ConsoleMessage): void {
		const bad =
			message.type() === "error" ||
			(message.type() === "warning" && message.text().startsWith("confab:"));
		if (bad) this.#add(`${message.type()}: ${message.text()} (${message.location().url})`);
	}

	#exception(error: Error): void {
		this.#add(`exception: ${error.stack ?? error.message}`);
	}

	#add(line: string): void {
		this.lines.push(line);
	}
}
