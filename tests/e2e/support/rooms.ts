/* What a person does with rooms, by the names they see; and rooms and people made behind the page. */
import { expect, type Locator, type Page } from "@playwright/test";

import type { Connection } from "../../contract/harness/person";
import { until } from "../../contract/harness/wait";
import { expectConnected } from "./pages";

export function sideList(page: Page): Locator {
	return page.getByRole("navigation", { name: "Rooms" });
}

/** A room of the side list. */
export function roomLink(page: Page, name: string): Locator {
	return sideList(page)
		.getByRole("link")
		.filter({ has: page.getByText(name, { exact: true }) });
}

export async function enter(page: Page, name: string): Promise<void> {
	await roomLink(page, name).click();
	await expectInside(page, name);
}

export async function expectInside(page: Page, name: string): Promise<void> {
	await expect(page.getByRole("heading", { level: 1, name, exact: true }).last()).toBeVisible();
	await expectConnected(page);
}

export async function openSettings(page: Page): Promise<Locator> {
	await page.getByRole("button", { name: "Room settings" }).click();
	const dialog = page.getByRole("dialog", { name: /^Settings of/ });
	await expect(dialog).toBeVisible();
	return dialog;
}

export async function openMembers(page: Page): Promise<Locator> {
	await page
		.getByRole("main")
		.getByRole("button", { name: /member/ })
		.click();
	const pane = page.getByRole("complementary", { name: /member/ });
	await expect(pane).toBeVisible();
	return pane;
}

/** Chooses somebody in a picker, by the keyboard alone. */
export async function choose(page: Page, label: string, name: string): Promise<void> {
	const field = page.getByRole("combobox", { name: label });
	await field.fill(name);
	await expect(page.getByRole("option")).toHaveCount(1);
	await expect(page.getByRole("option", { name })).toBeVisible();
	await field.press("ArrowDown");
	await field.press("Enter");
}

/** The room, once the host's worker serves it to them. */
async function served(host: Connection, roomId: number): Promise<number> {
	await until("the room is live", () => host.client.position(roomId) !== undefined);
	return roomId;
}

export async function groupOf(
	host: Connection,
	channelName: string,
	users: number[] = [],
): Promise<{ channelId: number; roomId: number }> {
	const made = await host.client.request("addChannel", { channelName, users });
	await served(host, made.roomId);
	return made;
}

export async function roomOf(
	host: Connection,
	channelId: number,
	name: string,
	more: object = {},
): Promise<number> {
	return await served(
		host,
		(await host.client.request("addRoom", { channelId, name, users: [], ...more })).roomId,
	);
}

export async function directOf(host: Connection, userId: number): Promise<number> {
	return await served(host, (await host.client.request("addRoom", { users: [userId] })).roomId);
}
