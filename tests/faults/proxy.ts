/* A small TCP proxy that can lose things on the way. */
import { connect, createServer, type Server, type Socket } from "node:net";

export interface ProxyOptions {
	to: { port: number } | { path: string };
	/** Takes what comes from the server and gives on what it likes; one for each connection. */
	filter?: () => (bytes: Buffer) => Buffer;
}

export class Proxy {
	readonly #options: ProxyOptions;
	readonly #server: Server;
	readonly #pairs = new Set<[Socket, Socket]>();
	#dark = false;

	constructor(options: ProxyOptions) {
		this.#options = options;
		this.#server = createServer((near) => this.#accept(near));
	}

	async listen(): Promise<number> {
		await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
		const address = this.#server.address();
		return typeof address === "object" && address !== null ? address.port : 0;
	}

	/** From now on nothing passes, in neither direction, and nobody is told; `light` lets what waited through. */
	dark(): void {
		this.#dark = true;
		for (const pair of this.#pairs) pair.forEach((socket) => socket.pause());
	}

	light(): void {
		this.#dark = false;
		for (const pair of this.#pairs) pair.forEach((socket) => socket.resume());
	}

	/** Breaks all connections. */
	cut(): void {
		for (const pair of this.#pairs) pair.forEach((socket) => socket.destroy());
	}

	close(): void {
		this.cut();
		this.#server.close();
	}

	#accept(near: Socket): void {
		const far = connect(this.#options.to as { port: number });
		const pair: [Socket, Socket] = [near, far];
		const filter = this.#options.filter?.() ?? ((bytes: Buffer) => bytes);
		this.#pairs.add(pair);
		near.on("data", (bytes) => far.write(bytes));
		far.on("data", (bytes) => near.write(filter(bytes)));
		for (const socket of pair) {
			socket.setNoDelay(true);
			socket.on("error", () => undefined);
			socket.on("close", () => this.#drop(pair));
			if (this.#dark) socket.pause();
		}
	}

	#drop(pair: [Socket, Socket]): void {
		this.#pairs.delete(pair);
		pair.forEach((socket) => socket.destroy());
	}
}
