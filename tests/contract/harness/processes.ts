/* What runs under a supervisor, from /proc: its workers, its databases, and which worker holds a connection. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface Process {
	pid: number;
	name: string;
	arguments: string[];
}

function read(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}

function describe(pid: number): Process {
	const text = read(`/proc/${pid}/cmdline`).split("\0").filter(Boolean);
	return { pid, name: read(`/proc/${pid}/comm`).trim(), arguments: text };
}

/** State letter and parent of a process; null: there is none. */
function stat(pid: number): { state: string; parent: number } | null {
	const [state, parent] = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
	return state && parent ? { state, parent: Number(parent) } : null;
}

/** False for one that has ended, whether somebody asked after it yet or not. */
export function isRunning(pid: number): boolean {
	const state = stat(pid)?.state;
	return state !== undefined && state !== "Z";
}

/** Direct children, living ones only. */
export function childrenOf(pid: number): Process[] {
	const pids = readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number);
	return pids.filter((child) => stat(child)?.parent === pid && isRunning(child)).map(describe);
}

/** The direct child whose command is like this. */
export function childrenLike(pid: number, pattern: RegExp): Process[] {
	return childrenOf(pid).filter((child) => pattern.test(child.arguments.join(" ")));
}

/** Inode of the server's end of a loopback connection whose other end has this port. */
function inodeOf(serverPort: number, clientPort: number): string | undefined {
	const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, "0");
	const rows = [read("/proc/net/tcp"), read("/proc/net/tcp6")].join("\n").split("\n");
	const fields = rows.map((row) => row.trim().split(/\s+/));
	const row = fields.find(
		(f) => f[1]?.endsWith(`:${hex(serverPort)}`) && f[2]?.endsWith(`:${hex(clientPort)}`),
	);
	return row?.[9];
}

function holds(pid: number, inode: string): boolean {
	const folder = `/proc/${pid}/fd`;
	return readdirSync(folder).some((fd) => {
		try {
			return readlinkSync(`${folder}/${fd}`) === `socket:[${inode}]`;
		} catch {
			return false;
		}
	});
}

/** Which of these processes serves the connection from `clientPort`; undefined: none. */
export function holderOf(
	processes: readonly Process[],
	serverPort: number,
	clientPort: number,
): Process | undefined {
	const inode = inodeOf(serverPort, clientPort);
	return inode === undefined ? undefined : processes.find((process) => holds(process.pid, inode));
}
