/* Who asks, and the whole request that a case spoils. */
import { rows, type Row } from "../who";
import { rawObject, roles, type Members, type Role } from "./case";
import { sampleOfAll } from "./samples";
import type { Door } from "./schema";
import type { Raw } from "./wrongs";

const firstRow = new Map<string, Row>();
for (const row of rows) if (!firstRow.has(row.door)) firstRow.set(row.door, row);

/** What a role hears, by the table. */
export function heardBy(row: Row, role: Role): string {
	return row.hears.split(" ")[roles.indexOf(role)] ?? "";
}

/** Who asks when it is not about who asks: the leader if the leader may. */
export function askerOf(door: Door): Role {
	const row = firstRow.get(door.name);
	if (!row || heardBy(row, "leader") === "done") return "leader";
	return roles.find((role) => heardBy(row, role) === "done") ?? "leader";
}

/** The members of a whole request as JSON, one of them by the name it has. */
function membersOf(door: Door, given: Members): (readonly [string, Raw])[] {
	const named = door.kind === "action" ? { action: door.name, cbId: given["cbId"] } : {};
	const whole = { ...named, ...sampleOfAll(door.fields), ...given };
	return Object.entries(whole).map(([name, value]) => [name, JSON.stringify(value)] as const);
}

export function bodyOf(door: Door, given: Members, changed: Readonly<Record<string, Raw>> = {}): string {
	const members = new Map(membersOf(door, given));
	for (const [name, raw] of Object.entries(changed)) members.set(name, raw);
	return rawObject([...members]);
}
