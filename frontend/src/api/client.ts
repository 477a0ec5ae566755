/* The whole client of a server without any view: one socket, typed requests and events, streams in order, and the outbox. Runs in
 * browsers and in Node. Events reach listeners in the order of their stream, each once, also across reconnects. */
import type { JsonRecord } from "../utils/record";
import { systemTimers, type Cancel, type Timers } from "../utils/timers";
import { Emitter } from "./emitter";
import { localError, type ApiError } from "./errors";
import { Outbox, type OutboxEntry, type OutboxStore } from "./outbox";
import type {
	ActionName,
	MessageEditReply,
	MessageSendReply,
	Requests as Protocol,
	RoomView,
	ServerEvent,
} from "./protocol.gen";
import { Requests } from "./requests";
import { Socket, type SocketState, type WebSocketLike } from "./socket";
import { askFor, changesOf, headOf, headsOf, privateStream, roomStream, streamEvent } from "./stream-events";
import { Streams, type Ask, type Position, type StreamChanges, type StreamEvent } from "./streams";

/** The server's events by their action, and our own. */
export type ClientEvents = { [A in ServerEvent["action"]]: Extract<ServerEvent, { action: A }> } & {
	state: SocketState;
	/** What was known of a room is to be forgotten and loaded anew. */
	streamReset: { streamId: number };
	/** Belongs with what the event before it changed. */
	streamMoved: { streamId: number; position: Position };
	outboxChanged: Readonly<OutboxEntry>;
	outboxStored: { entry: Readonly<OutboxEntry>; reply: MessageSendReply | null };
	outboxDiscarded: Readonly<OutboxEntry>;
	/** What was wished of a message that was on its way came true, or was refused. */
	outboxWishEnded: { entry: Readonly<OutboxEntry>; outcome: MessageEditReply | ApiError };
};

export interface ClientOptions {
	openSocket: () => WebSocketLike;
	/** See SocketOptions. */
	checkSession?: () => Promise<boolean>;
	/** Where the cache stands in each stream. */
	positions?: ReadonlyMap<number, Position>;
	outboxStore: OutboxStore;
	timers?: Timers;
	requestTimeoutMs?: number;
	/** A stream that went further meanwhile is loaded anew rather than caught up with. */
	furthestBehind?: number;
	/** Something that cannot be: worth a line in a log, and a failed test. */
	onBug: (text: string) => void;
	/** Sees every frame of the server, before anything else; for tests. */
	onFrame?: (frame: JsonRecord) => void;
}

/** Actions that are answered. */
export type AskableAction = {
	[A in ActionName]: Protocol[A]["reply"] extends null ? never : A;
}[ActionName];

const REQUEST_TIMEOUT_MS = 15_000;

export class Client {
	readonly outbox: Outbox;
	readonly #socket: Socket;
	readonly #requests: Requests;
	readonly #streams: Streams;
	readonly #events: Emitter<ClientEvents>;
	readonly #options: ClientOptions;
	readonly #timers: Timers;
	readonly #whenOpen = new Set<() => void>();
	#userId = 0;
	/** The newest of the private stream that this connection brought. */
	#privateSeq = 0;
	/** How far the private stream was when a room's events began to come: an older removal is history. */
	readonly #servedSince = new Map<number, number>();

	constructor(options: ClientOptions) {
		const timers = options.timers ?? systemTimers;
		const { onBug, positions } = options;
		this.#options = options;
		this.#timers = timers;
		this.#events = new Emitter(onBug);
		this.#requests = new Requests(timers);
		const { furthestBehind } = options;
		this.#streams = new Streams({ ...this.#streamHooks(), onBug, timers, furthestBehind }, positions);
		this.outbox = new Outbox({ ...this.#outboxHooks(), store: options.outboxStore, onBug, timers });
		const { openSocket: open, checkSession } = options;
		this.#socket = new Socket({ open, checkSession, timers }, { ...this.#socketHooks(), onBug });
	}

	get state(): SocketState {
		return this.#socket.state;
	}

	on<Name extends keyof ClientEvents>(name: Name, listener: (event: ClientEvents[Name]) => void): Cancel {
		return this.#events.on(name, listener);
	}

	/** Connects, and stays connected. */
	start(): void {
		this.#socket.start();
	}

	/** Ends everything; requests on their way fail with `stopped`. What comes of that nobody hears: somebody else may be signed in by then. */
	stop(): void {
		this.#socket.stop();
		this.#events.clear();
	}

	/** See Socket.wake. Another page may just have been closed. */
	wake(): void {
		this.#socket.wake();
		void this.outbox.adopt();
	}

	position(streamId: number): Position | undefined {
		return this.#streams.position(streamId);
	}

	/** True while changes older than the live ones are being fetched. */
	behind(streamId: number): boolean {
		return this.#streams.behind(streamId);
	}

	/** Asks the server; waits for a connection if there is none. Fails with an ApiError. */
	async request<A extends AskableAction>(
		action: A,
		input: Protocol[A]["input"],
	): Promise<Protocol[A]["reply"]> {
		const timeoutMs = this.#options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
		const deadline = this.#timers.now() + timeoutMs;
		if (this.state.kind !== "open") await this.#opened(timeoutMs);
		const left = Math.max(1, deadline - this.#timers.now());
		const reply = await this.#requests.begin(
			(cbId) => this.#socket.send({ ...input, action, cbId }),
			left,
		);
		return reply as unknown as Protocol[A]["reply"];
	}

	#opened(timeoutMs: number): Promise<void> {
		return new Promise((resolve, reject) => {
			const done = (): void => {
				cancel();
				this.#whenOpen.delete(done);
				if (this.state.kind === "open") resolve();
				else reject(localError(this.#hasEnded() ? "stopped" : "timeout"));
			};
			const cancel = this.#timers.after(timeoutMs, done);
			this.#whenOpen.add(done);
		});
	}

	#socketHooks() {
		return {
			onState: (state: SocketState) => this.#stateChanged(state),
			onFrame: (frame: JsonRecord) => this.#received(frame),
		};
	}

	#streamHooks() {
		return {
			fetch: (asked: readonly Ask[]) => this.#fetchChanges(asked),
			apply: (change: StreamEvent) => this.#apply(change.event as ServerEvent),
			reset: (streamId: number) => this.#events.emit("streamReset", { streamId }),
			moved: (streamId: number, position: Position) =>
				this.#events.emit("streamMoved", { streamId, position }),
		};
	}

	#outboxHooks() {
		return {
			send: (input: Protocol["printMessage"]["input"]) => this.request("printMessage", input),
			onChange: (entry: Readonly<OutboxEntry>) => this.#events.emit("outboxChanged", entry),
			onStored: (entry: Readonly<OutboxEntry>, reply: MessageSendReply | null) =>
				this.#events.emit("outboxStored", { entry, reply }),
			onDiscarded: (entry: Readonly<OutboxEntry>) => this.#events.emit("outboxDiscarded", entry),
			edit: (input: Protocol["editMessage"]["input"]) => this.request("editMessage", input),
			onWishEnded: (entry: Readonly<OutboxEntry>, outcome: MessageEditReply | ApiError) =>
				this.#events.emit("outboxWishEnded", { entry, outcome }),
		};
	}

	#stateChanged(state: SocketState): void {
		if (state.kind !== "open") this.#disconnected();
		this.#events.emit("state", state);
		if (this.#hasEnded()) [...this.#whenOpen].forEach((wake) => wake());
	}

	#hasEnded(): boolean {
		return this.state.kind === "stopped" || this.state.kind === "signedOut";
	}

	#disconnected(): void {
		this.#streams.closed();
		this.outbox.offline();
		this.#requests.failAll(localError(this.#hasEnded() ? "stopped" : "disconnected"));
	}

	async #fetchChanges(asked: readonly Ask[]): Promise<StreamChanges[]> {
		const { streams } = await this.request("getChanges", { streams: asked.map(askFor) });
		return streams.map(changesOf);
	}

	#received(frame: JsonRecord): void {
		this.#options.onFrame?.(frame);
		if (this.#requests.settle(frame) || frame["handler"] === "void") return;
		const event = frame as unknown as ServerEvent;
		const change = streamEvent(event);
		if (change === null) return this.#unnumbered(event);
		if (change.streamId === privateStream(this.#userId)) this.#privateSeq = change.seq;
		this.#streams.receive(change);
	}

	#unnumbered(event: ServerEvent): void {
		this.#events.emit(event.action, event as never);
		if (event.action === "setWsId") this.#welcomed(event);
		else if (event.action === "roomLive") this.#roomLive(event.room);
		else if (event.action === "resync") this.#resync(event);
	}

	#roomLive(room: RoomView): void {
		this.#servedSince.set(room.roomId, this.#privateSeq);
		this.#streams.added(headOf(room));
	}

	#welcomed(event: ClientEvents["setWsId"]): void {
		this.#userId = event.userId;
		this.#privateSeq = event.seq;
		this.#servedSince.clear();
		event.rooms.forEach(({ roomId }) => this.#servedSince.set(roomId, event.seq));
		this.#streams.opened(headsOf(event));
		this.outbox.online();
		[...this.#whenOpen].forEach((wake) => wake());
	}

	/** Without its private stream a client does not know its rooms: it begins again. */
	#resync(event: ClientEvents["resync"]): void {
		const head = headOf(event);
		this.#streams.resync(head);
		if (head.streamId === privateStream(this.#userId)) this.#socket.restart();
	}

	/** Everything numbered passes here, in order. */
	#apply(event: ServerEvent): void {
		if (event.action === "roomRemoved" && this.#cameBack(event)) return;
		this.#events.emit(event.action, event as never);
		if (event.action === "printMessage" && event.userId === this.#userId)
			this.outbox.acknowledge(event.clientId, event.id);
		if (event.action === "roomRemoved" || event.action === "deleteRoom")
			this.#streams.forget(roomStream(event.roomId));
	}

	/** What is told late of a room that is served again since. */
	#cameBack({ roomId, seq }: ClientEvents["roomRemoved"]): boolean {
		return seq <= (this.#servedSince.get(roomId) ?? 0);
	}
}
