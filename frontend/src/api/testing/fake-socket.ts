/* The far end of WebSockets, as a test plays it. */
import type { JsonRecord } from "../../utils/record";
import type { RoomView, SettingsView, UserView } from "../protocol.gen";
import type { WebSocketLike } from "../socket";

export class FakeSocket implements WebSocketLike {
	onopen: WebSocketLike["onopen"] = null;
	onmessage: WebSocketLike["onmessage"] = null;
	onclose: WebSocketLike["onclose"] = null;
	onerror: WebSocketLike["onerror"] = null;
	readyState = 1;
	/** What the client wrote. */
	readonly sent: JsonRecord[] = [];
	closedWith: number | null = null;

	send(data: string): void {
		this.sent.push(JSON.parse(data) as JsonRecord);
	}

	close(code?: number): void {
		this.closedWith = code ?? 1005;
	}

	/** The server writes a frame. */
	deliver(frame: object): void {
		this.onmessage?.({ data: JSON.stringify(frame) });
	}

	/** The server, or the network, closes. */
	drop(code = 1006, reason = ""): void {
		this.onclose?.({ code, reason });
	}

	/** What the client asked for, of one action. */
	asked(action: string): JsonRecord[] {
		return this.sent.filter((frame) => frame["action"] === action);
	}

	/** Answers the latest request of an action. */
	answer(action: string, reply: object): void {
		this.deliver({ handler: "void", ...reply, cbId: this.asked(action).at(-1)?.["cbId"] });
	}

	/** Refuses the latest request of an action. */
	refuse(action: string, error: string, more: object = {}): void {
		const cbId = this.asked(action).at(-1)?.["cbId"];
		const base = { action: "growlError", handler: "ws", error, content: `no: ${error}`, time: 1 };
		this.deliver({ ...base, retryable: false, ...more, cbId });
	}
}

/** Every socket a client opened, the latest last. */
export class FakeServer {
	readonly sockets: FakeSocket[] = [];

	readonly open = (): FakeSocket => {
		const socket = new FakeSocket();
		this.sockets.push(socket);
		return socket;
	};

	get latest(): FakeSocket {
		const socket = this.sockets.at(-1);
		if (socket === undefined) throw new Error("no socket was opened");
		return socket;
	}
}

export function userView(userId: number, more: Partial<UserView> = {}): UserView {
	const name = `user${userId}`;
	const status = { bot: false, statusEmoji: null, statusText: null };
	const shown = { user: name, displayName: name, userImage: null, ...status };
	return { userId, sex: "Secret", role: "member", ...shown, ...more };
}

export function roomView(roomId: number, more: Partial<RoomView> = {}): RoomView {
	const flags = { isMainInChannel: false, isOpen: true, isVisible: true, isReadOnly: false, hidden: false };
	const own = { notifications: true, notify: "all" as const, p2p: false, volume: 50 };
	const counts = { memberCount: 2, seq: 0, epoch: 1, unread: 0, mentions: 0, readSeq: 0 };
	return {
		roomId,
		name: `room ${roomId}`,
		channelId: 1,
		roomCreatorId: null,
		users: [7, 9],
		...flags,
		...own,
		...counts,
		...more,
	};
}

export function settingsView(more: Partial<SettingsView> = {}): SettingsView {
	return {
		theme: "system",
		density: "comfortable",
		language: "",
		showWhenITyping: true,
		showRead: true,
		showPresence: true,
		messageSound: true,
		onlineChangeSound: false,
		embeddedYoutube: false,
		highlightCode: true,
		suggestions: true,
		enterSends: true,
		emojiSkin: 0,
		...more,
	};
}

export function firstFrame(rooms: RoomView[] = [], more: object = {}): JsonRecord {
	const own = { opponentWsId: "0007:abcd", userId: 7, users: [userView(7)], seq: 0, epoch: 1 };
	const server = { serverName: "Test", version: "1", pingIntervalMs: 1000, time: 1 };
	const channels = [{ channelId: 1, channelName: "all", channelCreatorId: null }];
	const userSettings = settingsView();
	return { action: "setWsId", handler: "ws", ...own, ...server, rooms, channels, userSettings, ...more };
}

export function messageEvent(roomId: number, seq: number, more: object = {}): JsonRecord {
	const ids = {
		id: roomId * 1000 + seq,
		roomId,
		seq,
		number: seq,
		userId: 9,
		clientId: `c${roomId}-${seq}`,
	};
	const rest = { time: seq, content: `m${seq}`, status: "on_server", edited: 0, deleted: false };
	const thread = { threadMessagesCount: 0, lastReply: 0, parentMessage: null, quotedMessage: null };
	return {
		action: "printMessage",
		handler: "ws-message",
		...ids,
		...rest,
		...thread,
		pinned: false,
		tags: {},
		reactions: [],
		...more,
	};
}
