/* The first five minutes of somebody new, at a desk and on a phone: each step is a picture in build/newcomer, and the whole is timed. */
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { expect, type Visit } from "./fixtures";
import { composer, fillAccount, message } from "./pages";
import { password, type Stage } from "./stage";

const LIMIT_MS = 5 * 60_000;
const pictures = fileURLToPath(new URL("../../../build/newcomer/", import.meta.url));

interface Look {
	name: string;
	context: { viewport: { width: number; height: number }; hasTouch: boolean; isMobile: boolean };
}

export const looks: Record<"desktop" | "phone", Look> = {
	desktop: {
		name: "desktop",
		context: { viewport: { width: 1280, height: 800 }, hasTouch: false, isMobile: false },
	},
	phone: {
		name: "phone",
		context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
	},
};

class Journey {
	readonly #look: Look;
	readonly #begun = Date.now();
	#steps = 0;

	constructor(look: Look) {
		this.#look = look;
	}

	async step(page: Page, name: string): Promise<void> {
		const number = String(++this.#steps).padStart(2, "0");
		await page.screenshot({
			path: `${pictures}${this.#look.name}/${number}-${name}.png`,
			animations: "disabled",
		});
	}

	end(): void {
		const taken = Date.now() - this.#begun;
		console.log(
			`${this.#look.name}: from the set-up link to a conversation in ${(taken / 1000).toFixed(1)} s, ${this.#steps} steps`,
		);
		expect(taken).toBeLessThan(LIMIT_MS);
	}
}

/** By the button: on a phone Enter begins a new line. */
async function say(page: Page, text: string): Promise<void> {
	await composer(page).fill(text);
	await page.getByRole("button", { name: "Send", exact: true }).click();
}

export async function walk(look: Look, stage: Stage, visit: Visit): Promise<void> {
	const journey = new Journey(look);
	const { page: ada } = await visit({ context: look.context });
	await ada.goto(`/setup/${stage.server.address.setup}`);
	await journey.step(ada, "set-up-link");
	await fillAccount(ada, { name: "Ada Lovelace", password });
	await journey.step(ada, "account");
	await ada.getByRole("button", { name: "Create account and open the chat" }).click();
	await expect(ada.getByRole("heading", { name: "Welcome, Ada Lovelace" })).toBeVisible();
	await journey.step(ada, "welcome");

	await ada.getByRole("main").getByRole("button", { name: "What one can do here" }).click();
	const pinned = ada.getByRole("complementary", { name: "Pinned messages" });
	await expect(pinned.getByRole("article")).toHaveCount(1);
	await journey.step(ada, "pinned-welcome");
	await ada.keyboard.press("Escape");

	await ada.getByRole("main").getByRole("button", { name: "Try it alone: write to Echo" }).click();
	await expect(composer(ada)).toHaveAccessibleName("Message Echo");
	await say(ada, "Hello, is anybody there?");
	const answers = ada.getByRole("article", { name: "Echo", exact: true });
	await expect(answers.filter({ hasText: "Hello, is anybody there?" })).toBeVisible();
	await journey.step(ada, "echo-answers");

	await ada.goto("/room/1");
	await ada.getByRole("main").getByRole("button", { name: "Invite people" }).click();
	const dialog = ada.getByRole("dialog", { name: "Invite people" });
	await dialog.getByRole("button", { name: "Create link" }).click();
	const link = await dialog.getByRole("textbox", { name: "Invitation link" }).inputValue();
	await expect(dialog.getByRole("img", { name: "QR code of the invitation link" })).toBeVisible();
	await journey.step(ada, "invitation");
	await ada.keyboard.press("Escape");

	const { page: bo } = await visit({ context: look.context });
	await bo.goto(new URL(link).pathname);
	await journey.step(bo, "invited");
	await fillAccount(bo, { name: "Bo Nilsson", password });
	await bo.getByRole("button", { name: "Join", exact: true }).click();
	await expect(composer(bo)).toBeVisible();
	await say(ada, "Welcome, Bo!");
	await expect(message(bo, "Welcome, Bo!")).toBeVisible();
	await say(bo, "Thank you. **Glad** to be here.");
	await expect(message(ada, "Glad to be here.")).toBeVisible();
	await journey.step(bo, "conversation");
	await journey.step(ada, "conversation");
	journey.end();
}
