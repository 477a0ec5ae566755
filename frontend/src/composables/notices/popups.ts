/* The browser's own notices, one a room: what comes next replaces what was there and counts it. Pressed, it opens the room. */
export interface Popup {
	roomId: number;
	title: string;
	text: string;
	icon: string;
	/** What to say of those that it replaces. */
	more: (count: number) => string;
}

interface Shown {
	count: number;
	close: () => void;
}

/** Phones show notices only through the service worker. */
async function byWorker(title: string, options: NotificationOptions): Promise<() => void> {
	const worker = await navigator.serviceWorker?.ready;
	await worker?.showNotification(title, options);
	return () => {
		const open = worker?.getNotifications({ tag: options.tag ?? "" });
		void open?.then((list) => list.forEach((notice) => notice.close()));
	};
}

function byPage(title: string, options: NotificationOptions, pressed: () => void): () => void {
	const notice = new Notification(title, options);
	notice.onclick = () => {
		notice.close();
		pressed();
	};
	return () => notice.close();
}

export class Popups {
	readonly #shown = new Map<number, Shown>();
	readonly #open: (roomId: number) => void;

	constructor(open: (roomId: number) => void) {
		this.#open = open;
	}

	async show({ roomId, title, text, icon, more }: Popup): Promise<void> {
		const count = (this.#shown.get(roomId)?.count ?? 0) + 1;
		this.#shown.set(roomId, { count, close: () => undefined });
		const body = count > 1 ? `${text}\n${more(count - 1)}` : text;
		const data = { url: `/room/${roomId}` };
		const options = { body, icon, tag: `room-${roomId}`, silent: true, data };
		const close = await this.#put(title, options, () => this.#pressed(roomId));
		this.#shown.set(roomId, { count, close });
	}

	/** What it told of was read. */
	close(roomId: number): void {
		this.#shown.get(roomId)?.close();
		this.#shown.delete(roomId);
	}

	closeAll(): void {
		[...this.#shown.keys()].forEach((roomId) => this.close(roomId));
	}

	async #put(title: string, options: NotificationOptions, pressed: () => void): Promise<() => void> {
		try {
			return byPage(title, options, pressed);
		} catch {
			return await byWorker(title, options).catch(() => () => undefined);
		}
	}

	#pressed(roomId: number): void {
		this.#shown.delete(roomId);
		window.focus();
		this.#open(roomId);
	}
}
