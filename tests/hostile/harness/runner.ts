/* Runs the cases: in handfuls, and after each of them nothing may have changed and nobody may have heard of anything. What a handful changed
 * is found by asking its cases again, one by one. Those that must be done come last. */
import type { JsonRecord } from "../../../frontend/src/utils/record";
import type { Person } from "../../contract/harness/person";
import { rows, type Row } from "../who";
import { Archive, changedTables } from "./archive";
import { json, type Actor, type Case, type Members } from "./case";
import { askerOf } from "./asking";
import { Line, seenOnSocket, seenOverHttp } from "./line";
import { fresh, linesOfAll, makeScene, type Scene } from "./scene";
import { doors, type Door } from "./schema";
import { until } from "../../contract/harness/wait";
import { server } from "../../contract/harness/world";
import { isStranger, pictureOf, readableCbId } from "./bodies";

/** What an answer is whose lists are all empty. */
const EMPTY = "answered with nothing";

function isEmpty(answer: JsonRecord | null): boolean {
	const lists = Object.values(answer ?? {}).filter(Array.isArray);
	return lists.length > 0 && lists.every((list) => list.length === 0);
}

/** What must be done, as the table has it: what ends sessions comes last. */
function inOrderOfRows(cases: readonly Case[]): Case[] {
	const place = ({ door }: Case): number => rows.findIndex((row) => row.door === door);
	return cases.filter(({ control }) => control).sort((a, b) => place(a) - place(b));
}

/** For a machine that is busy; a call takes some milliseconds. */
const HEARD_MS = 60_000;

/** Fewer than the malformed requests after which a socket is closed. */
const HANDFUL = 18;

export class Runner {
	readonly seen = new Map<Case, string>();
	readonly #archive = new Archive(server.dataDir);
	readonly #lines = new Map<Actor, Line>();
	/** The request that a row has for somebody, once for all that change nothing. */
	readonly #given = new Map<string, Members>();
	#scene!: Scene;
	#listeners: Line[] = [];
	#caller!: Line;
	#sums: ReadonlyMap<string, string> = new Map();

	async run(cases: readonly Case[]): Promise<void> {
		this.#scene = await makeScene(this.#archive);
		const hostile = cases.filter(({ control }) => !control);
		for (const one of hostile) await this.#prepare(one);
		await this.#listen();
		await this.#settle();
		for (let at = 0; at < hostile.length; at += HANDFUL)
			await this.#handful(hostile.slice(at, at + HANDFUL));
		for (const one of inOrderOfRows(cases)) this.seen.set(one, await this.#control(one));
		this.#end();
	}

	async #listen(): Promise<void> {
		const { people, bystander, candidate } = this.#scene;
		const all = [...Object.values(people), bystander, candidate];
		this.#listeners = await linesOfAll(all);
		const watch = json({ action: "watchPeople", cbId: 1, userIds: all.map(({ userId }) => userId) });
		await Promise.all(this.#listeners.map((line) => line.ask(watch)));
		this.#caller = await Line.open(people.administrator);
	}

	#end(): void {
		for (const line of [...this.#listeners, ...this.#lines.values(), this.#caller]) line.close();
		this.#archive.close();
	}

	/* ---- what is asked for ---- */

	#rowOf({ door, variant }: Case): Row | undefined {
		return rows.find((row) => row.door === door && row.variant === variant);
	}

	/** Whoever is nobody asks for what the one may who may. */
	#roleOf(one: Case, door: Door): keyof Scene["people"] {
		return isStranger(one.by) ? askerOf(door) : one.by;
	}

	async #prepare(one: Case): Promise<void> {
		const key = this.#keyOf(one);
		if (this.#given.has(key)) return;
		this.#given.set(key, await this.#made(one));
	}

	#keyOf(one: Case): string {
		return [one.door, one.variant, isStranger(one.by) ? "" : one.by].join(" ");
	}

	async #made(one: Case): Promise<Members> {
		const door = doors.find(({ name }) => name === one.door);
		const row = this.#rowOf(one);
		return door && row ? await row.request(this.#scene, this.#roleOf(one, door)) : {};
	}

	/* ---- asking ---- */

	async #line(actor: Actor): Promise<Line> {
		const open = this.#lines.get(actor);
		if (open && open.closed === "") return open;
		const line = await Line.open(this.#scene.person(actor));
		this.#lines.set(actor, line);
		return line;
	}

	#hangUp(): void {
		for (const line of this.#lines.values()) line.close();
		this.#lines.clear();
	}

	async #ask(one: Case, given: Members): Promise<string> {
		const body = one.body(this.#scene, one.kind === "action" ? { cbId: 7, ...given } : given);
		const person = this.#scene.person(one.by);
		if (one.kind === "route") return await this.#askRoute(person, one, body);
		if (isStranger(one.by)) return await this.#askUnknown(person, body);
		const line = await this.#line(one.by);
		if (one.door === "pong" && one.control) {
			line.send(body);
			return (await line.ask('{"action":"ping"}')) ? "answered" : line.closed;
		}
		const answer = await line.ask(body);
		if (isEmpty(answer) && one.expected.includes(EMPTY)) return EMPTY;
		return seenOnSocket(one.door, line, answer, readableCbId(body, answer));
	}

	async #askRoute(person: Person, one: Case, body: string | Uint8Array): Promise<string> {
		const door = doors.find(({ name }) => name === one.door);
		if (door?.body !== "picture")
			return await seenOverHttp(
				person,
				{ ...one, request: { method: door?.method ?? "POST", ...one.request } },
				body,
			);
		const headers = { "Content-Type": "image/png", ...one.request?.headers };
		const bytes = typeof body === "string" ? pictureOf() : body;
		return await seenOverHttp(person, { ...one, request: { ...one.request, headers } }, bytes);
	}

	async #askUnknown(person: Person, body: string | Uint8Array): Promise<string> {
		const line = new Line(person);
		const answer = await line.askAtOnce(body);
		line.close();
		return answer === null
			? line.closed
			: `${String(answer["error"] ?? "answered")}, then ${line.closed}`;
	}

	async #askPrepared(one: Case): Promise<string> {
		return await this.#ask(one, this.#given.get(this.#keyOf(one)) ?? {}).catch((reason: unknown) =>
			String(reason),
		);
	}

	/* ---- what must change nothing ---- */

	async #handful(cases: readonly Case[]): Promise<void> {
		for (const one of cases) this.seen.set(one, await this.#askPrepared(one));
		const open = await this.#allOpen();
		const news = await this.#news();
		this.#hangUp();
		if (open && news === "") return;
		const found = await this.#findAmong(cases);
		if (!found)
			for (const one of this.#suspects(cases))
				this.#add(one, `among others: ${news || "a line is dead"}`);
	}

	/** Those that were not refused as they must be, if there are any. */
	#suspects(cases: readonly Case[]): readonly Case[] {
		const strange = cases.filter((one) => !one.expected.includes(this.seen.get(one) ?? ""));
		return strange.length > 0 ? strange : cases;
	}

	#add(one: Case, what: string): void {
		this.seen.set(one, `${this.seen.get(one) ?? ""}, ${what}`);
	}

	/** One by one; false: none of them did it again. */
	async #findAmong(cases: readonly Case[]): Promise<boolean> {
		let found = false;
		for (const one of cases) {
			await this.#askPrepared(one);
			const open = await this.#allOpen();
			const news = await this.#news();
			if (news !== "") this.#add(one, news);
			if (!open) this.#add(one, "the line is dead");
			found ||= news !== "" || !open;
			this.#hangUp();
		}
		return found;
	}

	/** Lines that are not closed still answer. */
	async #allOpen(): Promise<boolean> {
		for (const line of this.#lines.values())
			if (line.closed === "" && (await line.ask('{"action":"ping"}')) === null) return false;
		return true;
	}

	/** What changed and what was heard since the last time, in words; empty: nothing. */
	async #news(): Promise<string> {
		const tables = changedTables(this.#sums, await this.#archive.sums());
		const events = await this.#settle();
		const heard = events.length > 0 ? [`heard: ${events.join(" ")}`] : [];
		return [...(tables.length > 0 ? [`changed: ${tables.join(" ")}`] : []), ...heard].join(", ");
	}

	/** Says something that all listeners hear: whatever was said before has come as well. */
	async #settle(): Promise<string[]> {
		const cut = [this.#caller, ...this.#listeners].filter(({ closed }) => closed !== "");
		if (cut.length === 0) return await this.#call();
		await until(
			"the server takes lines again",
			() =>
				this.#listen().then(
					() => true,
					() => false,
				),
			60_000,
		);
		await this.#call();
		return ["lines of others were cut"];
	}

	/** What came besides the call. */
	async #call(): Promise<string[]> {
		const clientId = fresh();
		const call = {
			action: "printMessage",
			cbId: 1,
			roomId: this.#scene.id("square"),
			clientId,
			content: "heard?",
		};
		await this.#caller.ask(json(call));
		const heardCall = (line: Line): boolean =>
			line.events.some((event) => event["clientId"] === clientId);
		await until("the call is heard", () => this.#listeners.every(heardCall), HEARD_MS);
		const events = this.#listeners.flatMap((line) => line.events.splice(0));
		this.#sums = await this.#archive.sums();
		return [
			...new Set(
				events.filter((event) => event["clientId"] !== clientId).map(({ action }) => String(action)),
			),
		];
	}

	/* ---- what must be done ---- */

	async #control(one: Case): Promise<string> {
		const row = this.#rowOf(one);
		if (!row) return "no row";
		try {
			const given = await this.#made(one);
			this.#hangUp();
			return await this.#untilMember(one, given);
		} catch (reason) {
			return String(reason);
		}
	}

	/** What was made a moment ago is known to the worker of a new line when it is open, and soon to others. */
	async #untilMember(one: Case, given: Members): Promise<string> {
		const seen = await this.#ask(one, given);
		if (seen !== "not_member") return seen;
		this.#hangUp();
		return await this.#ask(one, given);
	}
}
