/* Ids that are well-formed and name nothing, or what is not the asker's: by what a field names. Who asks is the leader, in administrators'
 * actions the administrator. */
import type { Scene } from "./harness/scene";

type Kind = "room" | "message" | "messageOfRoom" | "user" | "group" | "session" | "invitation";

/** What a field names. One that is not here is asked for an id that nothing has. */
const kinds: Readonly<Record<string, Kind>> = {
	roomId: "room",
	roomIds: "room",
	id: "message",
	parentMessage: "messageOfRoom",
	quotedMessage: "messageOfRoom",
	threadId: "messageOfRoom",
	around: "messageOfRoom",
	messagesIds: "messageOfRoom",
	userId: "user",
	userIds: "user",
	users: "user",
	roomCreatorId: "user",
	channelCreatorId: "user",
	channelId: "group",
	groupId: "group",
	sessionId: "session",
	invitationId: "invitation",
};

/** The names of what is in the scene, by kind. */
const names: Readonly<Record<Kind, readonly string[]>> = {
	room: ["nobody", "foreign room", "left room", "deleted room", "direct room of others"],
	message: ["nobody", "foreign message", "left message", "message of a deleted room"],
	messageOfRoom: [
		"nobody",
		"foreign message",
		"left message",
		"message of a deleted room",
		"elsewhere message",
	],
	user: ["nobody", "disabled", "service account"],
	group: ["nobody", "foreign group", "deleted group"],
	session: ["nobody", "session of another"],
	invitation: ["nobody", "invitation of another", "revoked invitation"],
};

const heard: Readonly<Record<Kind, readonly string[]>> = {
	room: ["not_member", "not_found"],
	message: ["not_found"],
	messageOfRoom: ["not_found"],
	user: ["not_found", "invalid", "forbidden", "not_member"],
	group: ["not_member", "not_found", "forbidden"],
	session: ["not_found"],
	invitation: ["not_found"],
};

/** Questions that leave out what is not there, or what one may not see; they are answered, and change nothing. A disabled account may still
 * be looked at, and administered. */
const answered: readonly string[] = [
	"getUsers.userIds",
	"watchPeople.userIds",
	"loadMessagesByIds.messagesIds",
	"getProfile.userId: disabled",
	"getProfile.userId: service account",
];

/** What a disabled account is good for: an administrator lets it in again. And cursors, files and what is not looked up: a place to type in is
 * for those who are told. */
const left: readonly string[] = [
	"createResetLink.userId: disabled",
	"setAccountPassword.userId: disabled",
	"setAccountRole.userId: disabled",
	"setAccountState.userId: disabled",
	"showIType.threadId",
];

/** Fields of ids that name no thing: where a page begins, and what this server does not have. */
const cursors: ReadonlySet<string> = new Set(["before", "after", "seq", "files"]);

export interface Reference {
	name: string;
	id: (scene: Scene) => number;
	expected: readonly string[];
}

function listed(list: readonly string[], place: string, name: string): boolean {
	return list.includes(place) || list.includes(`${place}: ${name}`);
}

/** A disabled account and a service account are people still; of whatever else, nothing is told. */
function howAnswered(place: string, name: string): string {
	return place.endsWith("messagesIds") || name === "nobody" ? "answered with nothing" : "answered";
}

export function referencesOf(door: string, field: string): Reference[] {
	if (cursors.has(field)) return [];
	const kind = kinds[field];
	const place = `${door}.${field}`;
	const expected = kind ? heard[kind] : ["not_found", "not_member", "forbidden", "invalid"];
	return (kind ? names[kind] : ["nobody"])
		.filter((name) => !listed(left, place, name))
		.map((name) => ({
			name,
			id: (scene) => scene.id(name),
			expected: listed(answered, place, name) ? [howAnswered(place, name)] : expected,
		}));
}
