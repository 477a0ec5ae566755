/* Two or three people in one room, each in a browser of their own. */
import type { Page } from "@playwright/test";

import type { Connection, Person } from "../../contract/harness/person";
import { expect, type Visit } from "./fixtures";
import { expectConnected, message } from "./pages";
import type { Stage } from "./stage";

export interface Cast {
	ada: Person;
	grace: Person;
	/** Ada, without a page. */
	host: Connection;
}

export interface Trio extends Cast {
	linus: Person;
}

/** Ada, who administers, and Grace. */
export async function castOf(stage: Stage): Promise<Cast> {
	const ada = await stage.administrator();
	const host = await ada.connect();
	const grace = await stage.guestOf(host, "grace", "Grace Hopper");
	return { ada, grace, host };
}

/** And Linus. */
export async function trioOf(stage: Stage): Promise<Trio> {
	const cast = await castOf(stage);
	return { ...cast, linus: await stage.guestOf(cast.host, "linus", "Linus") };
}

export async function openRoom(visit: Visit, as: Person, path = "/room/1"): Promise<Page> {
	const { page } = await visit({ as });
	await page.goto(path);
	await expectConnected(page);
	return page;
}

let posted = 0;

/** Writes without a page; gives the message's id. */
export async function post(connection: Connection, content: string, more: object = {}): Promise<number> {
	const clientId = `talk-${process.pid}-${++posted}`;
	const { id } = await connection.client.request("printMessage", { roomId: 1, clientId, content, ...more });
	return id;
}

/** A row may move away from under the mouse while the page comes to rest. */
const REACHED_MS = 2_000;

/** Through the toolbar that stands beside a message. */
export async function doWith(page: Page, text: string, deed: string): Promise<void> {
	const row = message(page, text).last();
	const direct = row.getByRole("button", { name: deed, exact: true });
	const more = row.getByRole("button", { name: "More", exact: true });
	let inMenu = false;
	await expect(async () => {
		await row.hover({ timeout: REACHED_MS });
		await expect(row.getByRole("group", { name: "Message actions" })).toBeVisible({
			timeout: REACHED_MS,
		});
		inMenu = !(await direct.isVisible());
		await (inMenu ? more : direct).click({ timeout: REACHED_MS });
	}).toPass({ timeout: 15_000 });
	if (inMenu) await page.getByRole("menuitem", { name: deed, exact: true }).click();
}

/** Has read all that is in the room. */
export async function readAll({ client }: Connection): Promise<void> {
	const { content } = await client.request("loadMessages", { roomId: 1, count: 1 });
	await client.request("setReadPosition", { roomId: 1, seq: content[0]?.seq ?? 0 });
}
