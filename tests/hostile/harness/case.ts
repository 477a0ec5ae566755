/* One case: who asks for what, and what must be seen. */
import type { Scene } from "./scene";

/** Columns of the table of who may do what. */
export const roles = ["guest", "member", "outsider", "leader", "founder", "administrator"] as const;
export type Role = (typeof roles)[number];

/** Without a session, and with one of an account that was disabled. */
export const strangers = ["signedOut", "disabled"] as const;
export type Stranger = (typeof strangers)[number];

export type Actor = Role | Stranger;

export type Members = Record<string, unknown>;

export interface Case {
	/** Name of the action, path of the route, or what kind of frame it is. */
	door: string;
	kind: "action" | "route";
	/** Where it is wrong; empty: as a whole. */
	field: string;
	label: string;
	by: Actor;
	/** Which row of the table of who may do what it begins with; "": the first of its door. */
	variant: string;
	/** The request's body; `given`: the fields of a request that would be done. */
	body: (scene: Scene, given: Members) => string | Uint8Array;
	/** What may be seen. */
	expected: readonly string[];
	/** Done in the end, when all that must change nothing is over. */
	control?: boolean;
	/** A route's request that is more than its body. */
	request?: { method?: string; headers?: Record<string, string> };
}

export const json = (members: Members): string => JSON.stringify(members);

/** An object of members that are JSON already, those that are undefined left out. */
export function rawObject(members: readonly (readonly [string, string | undefined])[]): string {
	const present = members.filter(([, raw]) => raw !== undefined);
	return `{${present.map(([name, raw]) => `${JSON.stringify(name)}:${String(raw)}`).join(",")}}`;
}
