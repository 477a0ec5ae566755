/* People, rooms, groups and messages of every state that a request may name. */
import { execFileSync } from "node:child_process";

import type { JsonRecord } from "../../../frontend/src/utils/record";
import { type Person } from "../../contract/harness/person";
import { holderOf } from "../../contract/harness/processes";
import { defaultBinary, workersOf } from "../../contract/harness/server";
import { until } from "../../contract/harness/wait";
import { administrator, newcomer, server, visitor } from "../../contract/harness/world";
import type { Archive } from "./archive";
import { json, roles, type Actor, type Members, type Role } from "./case";
import { Line } from "./line";

let count = 0;
/** Of the leader's message in the room. */
export const CLIENT_ID = "the leader's words";
export const fresh = (): string => `h-${process.pid.toString(36)}-${++count}`;

/** For a machine that is busy. */
const DONE_MS = 60_000;

/** What somebody asks for until it is done: a worker hears of a new room a moment after its maker. */
export async function done(person: Person, action: string, members: Members): Promise<JsonRecord> {
	return await until(
		`${action} of ${person.name}`,
		async () => {
			const line = await Line.open(person);
			try {
				const answer = await line.ask(json({ action, cbId: 1, ...members }));
				if (answer === null) throw new Error(`${action}: ${line.closed}`);
				if (answer["action"] !== "growlError") return answer;
				if (answer["error"] !== "not_member") throw new Error(`${action}: ${JSON.stringify(answer)}`);
				return null;
			} finally {
				line.close();
			}
		},
		DONE_MS,
	);
}

const idOf = (answer: JsonRecord, name: string): number => Number(answer[name]);

export class Scene {
	readonly people: Readonly<Record<Role, Person>>;
	readonly archive: Archive;
	/** In the group and its room, and in the group alone. */
	bystander: Person;
	candidate: Person;
	/** Of a disabled account. */
	disabled: Person;
	/** Room, group, message … by the name that a case has for it. */
	readonly ids: Record<string, number> = {};

	constructor(people: Record<Role, Person>, others: readonly [Person, Person, Person], archive: Archive) {
		this.people = people;
		this.archive = archive;
		[this.bystander, this.candidate, this.disabled] = others;
	}

	id(name: string): number {
		const id = this.ids[name];
		if (id === undefined) throw new Error(`the scene has no ${name}`);
		return id;
	}

	person(actor: Actor): Person {
		if (actor === "signedOut") return visitor();
		return actor === "disabled" ? this.disabled : this.people[actor];
	}

	async makeRoom(by: Person, users: readonly Person[], more: Members = {}): Promise<number> {
		const members = {
			name: fresh(),
			channelId: this.id("group"),
			users: users.map(({ userId }) => userId),
		};
		return idOf(await done(by, "addRoom", { ...members, ...more }), "roomId");
	}

	async makeGroup(by: Person, users: readonly Person[]): Promise<{ groupId: number; roomId: number }> {
		const members = {
			channelName: fresh(),
			users: users.map(({ userId }) => userId),
		};
		const made = await done(by, "addChannel", members);
		return { groupId: idOf(made, "channelId"), roomId: idOf(made, "roomId") };
	}

	async say(by: Person, roomId: number, more: Members = {}): Promise<number> {
		const members = { roomId, clientId: fresh(), content: "words", ...more };
		return idOf(await done(by, "printMessage", members), "id");
	}

	/** An account that may be changed at will. */
	async spare(): Promise<number> {
		const members = { username: fresh().slice(-16) };
		return idOf(await done(this.people.administrator, "createAccount", members), "userId");
	}
}

async function makeGuest(host: Person): Promise<Person> {
	const { token } = await done(host, "createInvitation", { guest: true });
	return await visitor().register({ invitation: String(token) });
}

async function makeDisabled(by: Person): Promise<Person> {
	const person = await newcomer();
	await done(by, "setAccountState", {
		userId: person.userId,
		state: "disabled",
	});
	return person;
}

async function makePeople(archive: Archive): Promise<Scene> {
	const root = await administrator();
	const [member, outsider, leader, founder, bystander, candidate] = (await Promise.all(
		Array.from({ length: 6 }, newcomer),
	)) as [Person, Person, Person, Person, Person, Person];
	const guest = await makeGuest(root);
	const people = {
		guest,
		member,
		outsider,
		leader,
		founder,
		administrator: root,
	};
	return new Scene(people, [bystander, candidate, await makeDisabled(root)], archive);
}

/** A group with a room, and in it messages of everybody who may write. */
async function makeHome(scene: Scene): Promise<void> {
	const { guest, member, leader, founder } = scene.people;
	const { bystander, candidate, ids } = scene;
	const made = await scene.makeGroup(founder, [leader, member, bystander, candidate]);
	[ids["group"], ids["main"]] = [made.groupId, made.roomId];
	ids["room"] = await scene.makeRoom(leader, [member, founder, bystander, guest]);
	ids["open"] = await scene.makeRoom(leader, [], {
		isOpen: true,
		isVisible: true,
	});
	ids["elsewhere"] = await scene.makeRoom(leader, [member]);
	ids["message"] = await scene.say(leader, scene.id("room"), { clientId: CLIENT_ID });
	ids["elsewhere message"] = await scene.say(leader, scene.id("elsewhere"));
	ids["bystander message"] = await scene.say(bystander, scene.id("room"));
	ids["gone message"] = await scene.say(leader, scene.id("room"));
	await done(leader, "editMessage", { id: ids["gone message"], content: null });
	ids["reply"] = await scene.say(leader, scene.id("room"), {
		parentMessage: ids["message"],
	});
}

/** Rooms that the leader is not in, not any more, or that are not any more. */
async function makeClosed(scene: Scene): Promise<void> {
	const { leader, founder, outsider, member } = scene.people;
	const { ids } = scene;
	const foreign = await scene.makeGroup(outsider, []);
	[ids["foreign group"], ids["foreign room"]] = [foreign.groupId, foreign.roomId];
	ids["foreign message"] = await scene.say(outsider, foreign.roomId);
	ids["left room"] = await scene.makeRoom(founder, [leader]);
	ids["left message"] = await scene.say(leader, ids["left room"]);
	await done(leader, "leaveUser", { roomId: ids["left room"] });
	ids["deleted room"] = await scene.makeRoom(leader, []);
	ids["message of a deleted room"] = await scene.say(leader, ids["deleted room"]);
	await done(leader, "deleteRoom", { roomId: ids["deleted room"] });
	const doomed = await scene.makeGroup(leader, []);
	ids["deleted group"] = doomed.groupId;
	await done(leader, "deleteChannel", { channelId: doomed.groupId });
	const pair = await done(member, "addRoom", { users: [outsider.userId] });
	ids["direct room of others"] = idOf(pair, "roomId");
	const own = await done(leader, "addRoom", {
		users: [scene.bystander.userId],
	});
	ids["direct room"] = idOf(own, "roomId");
}

/** A room where only moderators write, with a message of a member from before. */
async function makeQuiet(scene: Scene): Promise<void> {
	const { member, founder } = scene.people;
	const roomId = await scene.makeRoom(founder, [member]);
	scene.ids["quiet room"] = roomId;
	scene.ids["quiet message"] = await scene.say(member, roomId);
	await done(founder, "saveRoomSettings", { roomId, isReadOnly: true });
}

async function makeKeys(scene: Scene): Promise<void> {
	const { leader, outsider } = scene.people;
	const { ids } = scene;
	ids["stranger"] = await scene.spare();
	ids["invitation of another"] = idOf(await done(outsider, "createInvitation", {}), "invitationId");
	const revoked = idOf(await done(leader, "createInvitation", {}), "invitationId");
	await done(leader, "revokeInvitation", { invitationId: revoked });
	ids["revoked invitation"] = revoked;
	const sql = (where: string): string => `SELECT id FROM ${where} LIMIT 1`;
	const first = async (where: string): Promise<number> =>
		Number((await scene.archive.query(sql(where)))[0]?.[0]);
	ids["session of another"] = await first(`session WHERE user_id = ${outsider.userId}`);
	ids["service account"] = await first("user WHERE bot");
	Object.assign(ids, {
		disabled: scene.disabled.userId,
		nobody: 4_000_000_000_000_000,
	});
}

/** A room of all who listen, where a call tells that everything said before it was heard. */
async function makeSquare(scene: Scene): Promise<void> {
	const all = [...roles.map((role) => scene.people[role]), scene.bystander, scene.candidate];
	scene.ids["square"] = await scene.makeRoom(scene.people.administrator, all, {
		channelId: 1,
	});
}

export async function makeScene(archive: Archive): Promise<Scene> {
	const scene = await makePeople(archive);
	await makeHome(scene);
	await Promise.all([makeClosed(scene), makeQuiet(scene), makeSquare(scene)]);
	await makeKeys(scene);
	return scene;
}

/** Open lines of these people, some on each worker. */
export async function linesOfAll(people: readonly Person[]): Promise<Line[]> {
	const workers = workersOf(server.pid);
	const lines: Line[] = [];
	return await until(
		"lines on every worker",
		async () => {
			lines.push(...(await Promise.all(people.map((person) => Line.open(person)))));
			const homes = lines.map(({ localPort }) => holderOf(workers, server.port, localPort)?.pid);
			return new Set(homes).size === workers.length ? lines : null;
		},
		DONE_MS,
	);
}

/** A link that signs in, made on the command line. */
export function signInLink(name: string): string {
	const own = Object.entries(process.env).filter(([key]) => !key.startsWith("CONFAB"));
	const env = {
		...Object.fromEntries(own),
		CONFAB_DATA_DIR: server.dataDir,
		ASAN_OPTIONS: "detect_leaks=0",
	};
	const url = execFileSync(defaultBinary(), ["user", "sign-in-link", name], {
		encoding: "utf8",
		env,
	});
	return url.trim().split("/").at(-1) ?? "";
}
