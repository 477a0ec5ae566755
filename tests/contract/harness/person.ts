/* Somebody with a cookie: HTTP calls and sockets of the real client, every frame and answer compared with the schema. */
import { WebSocket } from "ws";

import { Client, type ClientOptions } from "../../../frontend/src/api/client";
import { createHttp, type Http } from "../../../frontend/src/api/http";
import { createMemoryOutbox } from "../../../frontend/src/cache/memory";
import {
	schemaEvents,
	schemaReplies,
	type AccountRegisterInput,
	type ServerEvent,
} from "../../../frontend/src/api/protocol.gen";
import type { WebSocketLike } from "../../../frontend/src/api/socket";
import { validate } from "../../../frontend/src/api/validate";
import { parseRecord, type JsonRecord } from "../../../frontend/src/utils/record";
import type { Coverage } from "./coverage";
import { noteSecret, noteSecrets, portOf } from "./secrets";
import { until } from "./wait";

export const PASSWORD = "correct horse battery";

/** What is wrong with frames, for the test's end. */
export class Complaints {
	readonly lines: string[] = [];

	add(place: string, problems: readonly string[]): void {
		for (const problem of problems) this.lines.push(`${place}: ${problem}`);
	}
}

export interface World {
	origin: string;
	coverage: Coverage;
	complaints: Complaints;
	/** To be closed at the end of a test. */
	connections: Connection[];
}

/** Frames about the connection itself; they are in `frames`. */
const unheard = new Set(["setWsId", "ping", "growlError", "resync"]);

let count = 0;

/** A user name that nobody has, of at most 16 characters. */
export function freshName(): string {
	return `u${(Date.now() % 1e9).toString(36)}${process.pid.toString(36)}${(++count).toString(36)}`.slice(
		0,
		16,
	);
}

export class Person {
	readonly world: World;
	readonly name: string;
	readonly http: Http;
	userId = 0;
	/** name=value of the session, as a browser would send it. */
	cookie = "";
	/** All of the last Set-Cookie. */
	setCookie = "";
	/** Sent as Origin; empty: none. */
	originHeader: string;
	/** Sent as Accept-Language; empty: none. */
	language = "";

	constructor(world: World, name = freshName()) {
		this.world = world;
		this.name = name;
		this.originHeader = world.origin;
		const raw = createHttp({
			base: world.origin,
			headers: () => this.headers(),
			onResponse: (response) => this.#takeCookie(response),
			timeoutMs: 30_000,
		});
		this.http = async (path, input) => {
			noteSecrets(portOf(world.origin), input);
			const reply = await raw(path, input);
			noteSecrets(portOf(world.origin), reply);
			world.coverage.met("route", path);
			world.complaints.add(path, validate("routeReply", path, reply));
			return reply;
		};
	}

	headers(): Record<string, string> {
		return {
			...(this.originHeader === "" ? {} : { Origin: this.originHeader }),
			...(this.cookie === "" ? {} : { Cookie: this.cookie }),
			...(this.language === "" ? {} : { "Accept-Language": this.language }),
		};
	}

	#takeCookie(response: Response): void {
		const [line] = response.headers.getSetCookie();
		if (line === undefined) return;
		this.setCookie = line;
		this.cookie = line.split(";")[0] ?? "";
		noteSecret(portOf(this.world.origin), "session", this.cookie.split("=")[1] ?? "");
	}

	async register(more: Partial<AccountRegisterInput> = {}): Promise<this> {
		const made = await this.http("/api/register", { username: this.name, password: PASSWORD, ...more });
		this.userId = made.userId;
		return this;
	}

	async signIn(password = PASSWORD): Promise<this> {
		this.userId = (await this.http("/api/auth", { username: this.name, password })).userId;
		return this;
	}

	/** The same person on another device. */
	async another(): Promise<Person> {
		const device = new Person(this.world, this.name);
		return await device.signIn();
	}

	openSocket(): WebSocket {
		const url = `${this.world.origin.replace("http", "ws")}/ws`;
		return new WebSocket(url, { headers: this.headers(), perMessageDeflate: false });
	}

	/** A connection that has had its first frame. */
	async connect(options: Partial<ClientOptions> = {}): Promise<Connection> {
		const connection = new Connection(this, options);
		this.world.connections.push(connection);
		connection.client.start();
		await connection.opened();
		return connection;
	}
}

/** A client whose every frame is recorded and compared with the schema. */
export class Connection {
	readonly person: Person;
	readonly client: Client;
	/** Everything the server sent, in order. */
	readonly frames: JsonRecord[] = [];
	/** Events as the client applied them: once each, in order of their stream. */
	readonly applied: JsonRecord[] = [];
	readonly bugs: string[] = [];
	/** Close codes and reasons, in order. */
	readonly closes: { code: number; reason: string; at: number }[] = [];
	readonly #asked = new Map<number, string>();
	#socket: WebSocket | null = null;

	constructor(person: Person, options: Partial<ClientOptions>) {
		this.person = person;
		this.client = new Client({
			outboxStore: createMemoryOutbox(),
			onBug: (text) => this.bugs.push(text),
			onFrame: (frame) => this.#received(frame),
			openSocket: () => this.#open(),
			...options,
		});
		for (const action of Object.keys(schemaEvents).filter((name) => !unheard.has(name))) {
			this.client.on(action as ServerEvent["action"], (event) =>
				this.applied.push(event as unknown as JsonRecord),
			);
		}
	}

	/** The port of our end; tells which worker has the other. */
	get localPort(): number {
		const inner = (this.#socket as unknown as { _socket?: { localPort?: number } } | null)?._socket;
		return inner?.localPort ?? 0;
	}

	get first(): JsonRecord {
		const frame = this.frames.findLast(({ action }) => action === "setWsId");
		if (frame === undefined) throw new Error("no first frame yet");
		return frame;
	}

	opened(withinMs = 10_000): Promise<true> {
		return until(`${this.person.name} is connected`, () => this.client.state.kind === "open", withinMs);
	}

	/** The first applied event that is like this, waiting for it. */
	event(match: JsonRecord, withinMs = 5_000): Promise<JsonRecord> {
		const what = `${this.person.name}: event ${JSON.stringify(match)}`;
		return until(what, () => this.applied.find((event) => includes(event, match)), withinMs);
	}

	/** Applied messages of a room, in the order they came. */
	messages(roomId: number): JsonRecord[] {
		return this.applied.filter(
			(event) => event["action"] === "printMessage" && event["roomId"] === roomId,
		);
	}

	/** Loses the connection without a word, as a failing network does. */
	cut(): void {
		this.#socket?.terminate();
	}

	/** Sends as it is. */
	raw(text: string): void {
		this.#note(text);
		this.#socket?.send(text);
	}

	/** Sends as it is and waits for the answer with that cbId; the client's own numbers stay far below. */
	async rawRequest(
		frame: JsonRecord,
		cbId = 1_000_000 + Math.floor(Math.random() * 1e9),
	): Promise<JsonRecord> {
		this.raw(JSON.stringify({ ...frame, cbId }));
		return await until(`the answer to ${JSON.stringify(frame).slice(0, 200)}`, () =>
			this.frames.find((each) => each["cbId"] === cbId),
		);
	}

	stop(): void {
		this.client.stop();
	}

	#open(): WebSocketLike {
		const socket = this.person.openSocket();
		const send = socket.send.bind(socket);
		socket.send = ((text: string) => {
			this.#note(text);
			send(text);
		}) as typeof socket.send;
		socket.on("close", (code, reason) =>
			this.closes.push({ code, reason: reason.toString(), at: Date.now() }),
		);
		this.#socket = socket;
		return socket as unknown as WebSocketLike;
	}

	#note(text: string): void {
		const frame = parseRecord(text);
		if (frame === null) return;
		noteSecrets(portOf(this.person.world.origin), frame);
		const action = String(frame["action"]);
		if (typeof frame["cbId"] === "number") this.#asked.set(frame["cbId"], action);
		if (action === "pong") this.person.world.coverage.met("action", "pong");
	}

	#received(frame: JsonRecord): void {
		this.frames.push(frame);
		if (frame["handler"] === "void") noteSecrets(portOf(this.person.world.origin), frame);
		const { complaints, coverage } = this.person.world;
		const action = String(frame["action"] ?? "");
		if (frame["handler"] !== "void") {
			complaints.add(`event ${JSON.stringify(frame).slice(0, 300)}`, validate("event", action, frame));
			coverage.met("event", action);
			if (action === "growlError") coverage.met("error", String(frame["error"]));
			return;
		}
		const asked = this.#asked.get(Number(frame["cbId"])) ?? answerNamed(action);
		complaints.add(`answer ${JSON.stringify(frame).slice(0, 300)}`, validate("reply", asked, frame));
		coverage.met("action", asked);
	}
}

/** Answers to requests without cbId can be told by their own action only. */
function answerNamed(action: string): string {
	return Object.entries(schemaReplies).find(([, reply]) => reply.action === action)?.[0] ?? action;
}

function includes(event: JsonRecord, match: JsonRecord): boolean {
	return Object.entries(match).every(([name, value]) => event[name] === value);
}
