/*
 * A way to the server that a test can close, cut, and lead to the worker it wants: a TCP proxy. The browser talks to the gate's port; the socket of
 * somebody is recognised by its first line, so that a test can tell which worker has it. What is in TLS is not seen: then all of it goes to the wanted worker.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { holderOf, type Process } from "../../contract/harness/processes";
import { workersOf, type ServerAddress } from "../../contract/harness/server";
import { until } from "../../contract/harness/wait";

const dialsMax = 60;

export interface Way {
	/** The machine's address that people use; the server is reached by it, too. */
	host?: string;
	/** The server's own TLS goes through. */
	secure?: boolean;
}

export class Gate {
	readonly #address: ServerAddress;
	readonly #host: string;
	readonly #secure: boolean;
	readonly #listener: Server;
	readonly #pairs = new Set<[Socket, Socket]>();
	#webSocket: Socket | null = null;
	#open = true;
	/** Where sockets shall go; null: wherever they come out. */
	worker: number | null = null;

	private constructor(address: ServerAddress, { host = "127.0.0.1", secure = false }: Way) {
		this.#address = address;
		this.#host = host;
		this.#secure = secure;
		this.#listener = createServer((near) => this.#enter(near));
	}

	static async open(address: ServerAddress, way: Way = {}): Promise<Gate> {
		const gate = new Gate(address, way);
		await new Promise<void>((resolve) => gate.#listener.listen(0, gate.#host, resolve));
		return gate;
	}

	get origin(): string {
		const name = this.#host === "127.0.0.1" ? "localhost" : this.#host;
		return `${this.#secure ? "https" : "http"}://${name}:${(this.#listener.address() as AddressInfo).port}`;
	}

	/** The worker that has the newest socket of this gate. */
	get holder(): Process | undefined {
		const port = this.#webSocket?.localPort;
		return port === undefined
			? undefined
			: holderOf(workersOf(this.#address.pid), this.#address.port, port);
	}

	/** Nothing goes through any more, as when the network is gone. */
	shut(): void {
		this.#open = false;
		for (const pair of this.#pairs) pair.forEach((socket) => socket.destroy());
	}

	reopen(): void {
		this.#open = true;
	}

	close(): void {
		this.shut();
		this.#listener.close();
	}

	#enter(near: Socket): void {
		near.on("error", () => near.destroy());
		if (!this.#open) {
			near.destroy();
			return;
		}
		near.once("data", (first: Buffer) => {
			near.pause();
			void this.#lead(near, first).catch(() => near.destroy());
		});
	}

	async #lead(near: Socket, first: Buffer): Promise<void> {
		const isSocket = this.#secure || first.toString("latin1").startsWith("GET /ws");
		const far = isSocket && this.worker !== null ? await this.#dialTo(this.worker) : await this.#dial();
		if (isSocket) this.#webSocket = far;
		const pair: [Socket, Socket] = [near, far];
		this.#pairs.add(pair);
		far.on("error", () => near.destroy());
		for (const socket of pair) socket.on("close", () => this.#end(pair));
		far.write(first);
		near.pipe(far);
		far.pipe(near);
		near.resume();
	}

	#end(pair: [Socket, Socket]): void {
		this.#pairs.delete(pair);
		pair.forEach((socket) => socket.destroy());
	}

	#dial(): Promise<Socket> {
		return new Promise((resolve, reject) => {
			const far = connect(this.#address.port, this.#host, () => resolve(far));
			far.once("error", reject);
		});
	}

	/** Which worker takes a connection is chance: tries until it is the wanted one. */
	async #dialTo(pid: number): Promise<Socket> {
		for (let dials = 0; dials < dialsMax; dials++) {
			const far = await this.#dial();
			const holder = await until("a worker takes the connection", () =>
				holderOf(workersOf(this.#address.pid), this.#address.port, far.localPort ?? 0),
			);
			if (holder.pid === pid) return far;
			far.destroy();
		}
		throw new Error(`no connection came out at worker ${pid}`);
	}
}
