/* Two hundred people, fifty rooms, ten who talk. Afterwards every client's view is the archive's, no page complained, and the workers'
 * memory did not grow. */
import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { Person, type Connection } from "../contract/harness/person";
import { workersOf } from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";
import { expect, test } from "../e2e/support/fixtures";
import { breaks } from "../e2e/support/watch";
import type { Stage } from "../e2e/support/stage";
import { Talker, dice } from "./talker";
import { archived, View, type Rooms } from "./view";

const PEOPLE = 200;
const ROOMS = 50;
const MEMBERS = 20;
const TALKERS = 8;
const BROWSERS = 2;
const SECONDS = Number(process.env["CONFAB_SOAK_SECONDS"] ?? 60);

test.use({ config: { registration: "open", rate_messages_per_s: 1000, rate_messages_burst: 1000 } });

interface Scene {
	connections: Connection[];
	views: View[];
	/** Room ids by index of the connection. */
	roomsOf: number[][];
}

async function gather(stage: Stage): Promise<Scene> {
	await stage.administrator();
	const connections: Connection[] = [];
	const views: View[] = [];
	for (let i = 0; i < PEOPLE; i++) {
		const person = await new Person(stage.world).register({ displayName: `Person ${i}` });
		const connection = await person.connect({ requestTimeoutMs: 30_000, furthestBehind: Infinity });
		connections.push(connection);
		views.push(new View(connection));
	}
	return { connections, views, roomsOf: await furnish(connections) };
}

/** Fifty rooms with twenty members each; talkers are in many, so that they meet. */
async function furnish(connections: readonly Connection[]): Promise<number[][]> {
	const roll = dice(7);
	const roomsOf: number[][] = connections.map(() => [1]);
	for (let i = 0; i < ROOMS; i++) {
		const chosen = new Set([i % (TALKERS + BROWSERS), (i + 3) % (TALKERS + BROWSERS)]);
		while (chosen.size < MEMBERS) chosen.add(Math.floor(roll() * connections.length));
		const [first = 0, ...others] = [...chosen];
		const maker = connections[first] as Connection;
		const users = others.map((at) => (connections[at] as Connection).person.userId);
		const { roomId } = await maker.client.request("addRoom", { name: `Room ${i}`, channelId: 1, users });
		for (const at of chosen) roomsOf[at]?.push(roomId);
	}
	return roomsOf;
}

/** Resident memory of the workers together, in MiB. */
function memory(stage: Stage): number {
	const pages = workersOf(stage.server.address.pid).map(({ pid }) => {
		const text = readFileSync(`/proc/${pid}/status`, "utf8");
		return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024;
	});
	return pages.reduce((sum, each) => sum + each, 0);
}

async function watchMemory(stage: Stage, end: number): Promise<number[]> {
	const samples: number[] = [];
	for (; Date.now() < end; await sleep(1_000)) samples.push(memory(stage));
	return samples;
}

/** Somebody's connection breaks, again and again. */
async function breakConnections(connections: readonly Connection[], end: number): Promise<void> {
	const roll = dice(11);
	for (; Date.now() < end; await sleep(1_500)) connections[Math.floor(roll() * connections.length)]?.cut();
}

/** Somebody in a browser: writes, and now and then mends the last message by Arrow-Up. */
async function type(page: Page, name: string, end: number): Promise<void> {
	const composer = page.getByRole("textbox", { name: /^Message / });
	for (let i = 0; Date.now() < end; i++) {
		await composer.click();
		await page.keyboard.type(`${name} says ${i} in a browser`);
		await page.keyboard.press("Enter");
		await sleep(900);
		if (i % 4 === 3) await mend(page, name, i);
	}
}

async function mend(page: Page, name: string, i: number): Promise<void> {
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("End");
	await page.keyboard.type(", mended");
	await page.keyboard.press("Enter");
	await expect(page.getByText(`${name} says ${i} in a browser, mended`)).toBeVisible();
}

function sliceOf(archive: Rooms, rooms: readonly number[]): Rooms {
	return new Map(
		rooms.flatMap((id) => (archive.has(id) ? [[id, archive.get(id)]] : [])) as [number, never][],
	);
}

/** What was there before anybody listened is no part of the views. */
function without(archive: Rooms, before: Rooms): Rooms {
	for (const [roomId, messages] of before)
		for (const id of messages.keys()) archive.get(roomId)?.delete(id);
	return new Map([...archive].filter(([, messages]) => messages.size > 0));
}

function mean(samples: readonly number[]): number {
	return samples.reduce((sum, each) => sum + each, 0) / Math.max(1, samples.length);
}

test("many people talk and edit; every view is the archive's and memory is flat", async ({
	stage,
	visit,
	watch,
}) => {
	test.setTimeout((SECONDS + 300) * 1000);
	watch.allow(breaks);
	const { connections, views, roomsOf } = await gather(stage);
	const pages: Page[] = [];
	for (let i = 0; i < BROWSERS; i++) {
		const { person } = connections[TALKERS + i] as Connection;
		const { page } = await visit({ as: person });
		await page.goto("/room/1");
		await expect(page.getByRole("textbox", { name: /^Message / })).toBeVisible();
		pages.push(page);
	}
	const before = archived(stage.server.address.dataDir);
	const end = Date.now() + SECONDS * 1000;
	const talkers = connections.slice(0, TALKERS).map((c, i) => new Talker(c, roomsOf[i] ?? [1], 100 + i));
	const [samples] = await Promise.all([
		watchMemory(stage, end),
		breakConnections(connections, end),
		...talkers.map((talker) => talker.talk(end, 400)),
		...pages.map((page, i) => type(page, `Browser ${i}`, end)),
	]);

	const done = talkers.reduce((sum, talker) => sum + talker.done, 0);
	const refusals = talkers.flatMap(({ refusals }) => [...refusals]);
	console.log(`${done} requests of talkers in ${SECONDS} s, refused: ${JSON.stringify(refusals)}`);
	expect(refusals.filter(([code]) => !["timeout", "disconnected"].includes(code))).toEqual([]);

	await sleep(2_000);
	const archive = without(archived(stage.server.address.dataDir), before);
	await everybodyHas(connections, views, roomsOf, archive);
	for (const page of pages) await showsRoom(page, archive);
	expect(stage.world.complaints.lines).toEqual([]);
	expect(connections.flatMap(({ bugs }) => bugs)).toEqual([]);

	const quarter = Math.floor(samples.length / 4);
	const early = mean(samples.slice(quarter, 2 * quarter));
	const late = mean(samples.slice(-quarter));
	console.log(
		`workers' memory: ${early.toFixed(1)} MiB in the second quarter, ${late.toFixed(1)} MiB in the last`,
	);
	expect(late).toBeLessThan(early * 1.05 + 2);
});

async function everybodyHas(
	connections: readonly Connection[],
	views: readonly View[],
	roomsOf: readonly number[][],
	archive: Rooms,
): Promise<void> {
	const newest = (rooms: readonly number[]): number =>
		Math.max(...rooms.map((id) => archive.get(id)?.size ?? 0));
	for (const [at, { client, person }] of connections.entries()) {
		const own = sliceOf(archive, roomsOf[at] ?? []);
		const caughtUp = (): boolean => [...own.keys()].every((id) => !client.behind(id));
		await until(`${person.name} has caught up`, () => client.state.kind === "open" && caughtUp(), 30_000);
		expect(newest(roomsOf[at] ?? []), "something was said").toBeGreaterThan(0);
		expect([...(views[at] as View).rooms].sort(byId), person.name).toEqual([...own].sort(byId));
	}
}

function byId([a]: [number, unknown], [b]: [number, unknown]): number {
	return a - b;
}

/** The newest roots of room 1, as the page shows them. */
async function showsRoom(page: Page, archive: Rooms): Promise<void> {
	const roots = [...(archive.get(1)?.values() ?? [])].filter(({ parent }) => parent === null);
	const last = roots.slice(-12).filter(({ deleted }) => !deleted);
	for (const { content } of last) {
		const plain = (content ?? "").replace(/\*\*|`|_/g, "");
		await expect(page.getByRole("article").filter({ hasText: plain }).last()).toBeVisible();
	}
}
