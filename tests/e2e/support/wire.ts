/* The WebSocket of a page in a test's hand: what the server does not say can be said in its place, and what is asked can be refused. */
import type { BrowserContext, WebSocketRoute } from "@playwright/test";

interface Refusal {
	error: string;
	content: string;
}

export class Wire {
	#socket: WebSocketRoute | null = null;
	readonly #refused = new Map<string, Refusal>();
	readonly #replaced = new Map<string, string>();

	async follow(context: BrowserContext): Promise<void> {
		await context.routeWebSocket(/\/ws/, (socket) => {
			const server = socket.connectToServer();
			this.#socket = socket;
			server.onMessage((frame) => socket.send(this.#replace(String(frame))));
			socket.onMessage((frame) => {
				const { action, cbId } = JSON.parse(String(frame)) as { action: string; cbId?: number };
				const refusal = this.#refused.get(action);
				if (!refusal) return server.send(frame);
				this.say({ action: "growlError", retryable: false, ...refusal, cbId: cbId ?? null });
			});
		});
	}

	/** To the page, as if by the server. */
	say(event: { action: string; [field: string]: unknown }): void {
		if (!this.#socket) throw new Error("the page has no socket");
		this.#socket.send(JSON.stringify({ handler: "ws", time: Date.now(), ...event }));
	}

	/** From now on this stands where that stood in what the server says. */
	replace(mark: string, text: string): void {
		this.#replaced.set(mark, JSON.stringify(text).slice(1, -1));
	}

	/** From now on the server is not asked for this, and the page gets this answer. */
	refuse(action: string, refusal: Refusal): void {
		this.#refused.set(action, refusal);
	}

	#replace(frame: string): string {
		for (const [mark, text] of this.#replaced) frame = frame.replaceAll(mark, () => text);
		return frame;
	}
}
