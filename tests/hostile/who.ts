/* Who may do what. A row: a request that is well-formed and whole, and what each role hears; "done", or the error's code. Every action and
 * route has a row at least. The columns are those of harness/case.ts; the leader made the room, the founder the group. */
import { PASSWORD } from "../contract/harness/person";
import type { Members, Role } from "./harness/case";
import { fresh, signInLink, type Scene } from "./harness/scene";
import { done } from "./harness/scene";

export interface Row {
	door: string;
	/** Of several rows of a door. */
	variant: string;
	/** What each role hears, in the order of the columns. */
	hears: string;
	/** Of a route: what somebody without a session, or with a dead one, hears. */
	stranger?: string;
	/** Made for each role anew. */
	request: (scene: Scene, role: Role) => Members | Promise<Members>;
	headers?: (scene: Scene) => Record<string, string>;
}

type Request = Row["request"];

const ALL = "done done done done done done";
const IN_ROOM = "done done not_member done done not_member";
const MESSAGE_SEEN = "done done not_found done done not_found";
const ADMINISTRATORS = "forbidden forbidden forbidden forbidden forbidden done";
const MEMBERS = "forbidden done done done done done";

const row = (door: string, hears: string, request: Request = () => ({})): Row => ({
	door,
	variant: "",
	hears,
	request,
});
const also = (door: string, variant: string, hears: string, request: Request): Row => ({
	...row(door, hears, request),
	variant,
});

const inRoom =
	(more: Members = {}): Request =>
	(scene) => ({ roomId: scene.id("room"), ...more });

const ownMessage: Request = async (scene, role) => ({
	id: await scene.say(mayWrite(role) ? scene.people[role] : scene.people.leader, scene.id("room")),
});
const mayWrite = (role: Role): boolean => role !== "outsider" && role !== "administrator";
const messageOfOther: Request = (scene) => ({
	id: scene.id("bystander message"),
});

const newRoom: Request = async (scene) => {
	const { guest, member, leader, founder } = scene.people;
	return {
		roomId: await scene.makeRoom(leader, [guest, member, founder, scene.bystander]),
	};
};

const newGroup: Request = async (scene) => {
	const { guest, member, leader, founder } = scene.people;
	return {
		channelId: (await scene.makeGroup(founder, [guest, member, leader])).groupId,
	};
};

const spare =
	(more: Members): Request =>
	async (scene) => ({ userId: await scene.spare(), ...more });

async function ownSession(scene: Scene, role: Role): Promise<Members> {
	const device = await scene.people[role].another();
	const { sessions } = await done(device, "listSessions", {});
	const own = (sessions as { current: boolean; sessionId: number }[]).find(({ current }) => current);
	return { sessionId: own?.sessionId };
}

const sessions: Row[] = [
	row("ping", ALL),
	row("pong", ALL),
	row("listSessions", ALL),
	row("revokeSession", ALL, ownSession),
];

const people: Row[] = [
	row("getUsers", ALL, (scene) => ({ userIds: [scene.bystander.userId] })),
	row("listUsers", ALL, () => ({ search: "h" })),
	also("listUsers", "who is not in a room", IN_ROOM, inRoom()),
	also("listUsers", "of a group", "not_member done not_member done done not_member", (scene) => ({
		groupId: scene.id("group"),
	})),
	row("getProfile", ALL, (scene) => ({ userId: scene.bystander.userId })),
	also("getProfile", "of a stranger", "not_found done done done done done", async (scene) => ({
		userId: await scene.spare(),
	})),
	row("setDisplayName", ALL, () => ({ displayName: fresh() })),
	row("setUserProfile", ALL, () => ({ city: "Paris" })),
	row("setStatus", ALL, () => ({ emoji: "🌴", text: "away" })),
	row("setSettings", ALL, () => ({ theme: "dark" })),
	row("watchPeople", ALL, (scene) => ({ userIds: [scene.bystander.userId] })),
	row("setPresence", ALL, () => ({ away: false })),
];

const accounts: Row[] = [
	row("listAccounts", ADMINISTRATORS),
	row("createAccount", ADMINISTRATORS, () => ({
		username: fresh().slice(-16),
	})),
	row("setAccountPassword", ADMINISTRATORS, spare({ password: PASSWORD })),
	row("createResetLink", ADMINISTRATORS, spare({})),
	row("setAccountState", ADMINISTRATORS, spare({ state: "disabled" })),
	row("setAccountRole", ADMINISTRATORS, spare({ role: "administrator" })),
];

const rooms: Row[] = [
	row("getChanges", IN_ROOM, (scene) => ({
		streams: [{ roomId: scene.id("room"), after: 0 }],
	})),
	row("listRooms", MEMBERS),
	row("joinRoom", "forbidden done not_found done done not_found", (scene) => ({
		roomId: scene.id("open"),
	})),
	row("addRoom", "not_member done not_member done done not_member", (scene) => ({
		name: fresh(),
		channelId: scene.id("group"),
		users: [scene.candidate.userId],
	})),
	also("addRoom", "direct", ALL, (scene) => ({
		users: [scene.bystander.userId],
	})),
	row("inviteUser", "forbidden done not_member done done done", async (scene, role) => ({
		...(await newRoom(scene, role)),
		users: [scene.candidate.userId],
	})),
	row("removeUser", "forbidden forbidden not_member done done done", async (scene, role) => ({
		...(await newRoom(scene, role)),
		userId: scene.bystander.userId,
	})),
	row("saveRoomSettings", "forbidden forbidden not_member done done done", async (scene, role) => ({
		...(await newRoom(scene, role)),
		name: fresh(),
	})),
	also("saveRoomSettings", "one's own", IN_ROOM, inRoom({ volume: 30 })),
	row("leaveUser", IN_ROOM, newRoom),
	row("deleteRoom", "forbidden forbidden not_member done done done", newRoom),
	row("listMembers", "done done not_member done done done", inRoom()),
];

const groups: Row[] = [
	row("addChannel", MEMBERS, (scene) => ({
		channelName: fresh(),
		users: [scene.bystander.userId],
	})),
	row("saveChannelSettings", "forbidden forbidden not_member forbidden done done", async (scene, role) => ({
		...(await newGroup(scene, role)),
		channelName: fresh(),
	})),
	also("saveChannelSettings", "one's own", "not_member done not_member done done not_member", (scene) => ({
		channelId: scene.id("group"),
		volume: 30,
	})),
	row("leaveChannel", "done done not_member done conflict not_member", newGroup),
	row("deleteChannel", "forbidden forbidden not_member forbidden done done", newGroup),
];

const invitations: Row[] = [
	row("createInvitation", "forbidden done not_member done done not_member", (scene) => ({
		roomIds: [scene.id("room")],
	})),
	also("createInvitation", "into no room", MEMBERS, () => ({})),
	row("listInvitations", MEMBERS),
	row("revokeInvitation", MEMBERS, async (scene, role) => ({
		invitationId: (await done(scene.people[role === "guest" ? "leader" : role], "createInvitation", {}))[
			"invitationId"
		],
	})),
	also(
		"revokeInvitation",
		"of another",
		"forbidden not_found done not_found not_found done",
		async (scene) => ({
			invitationId: (await done(scene.people.outsider, "createInvitation", {}))["invitationId"],
		}),
	),
];

const reading: Row[] = [
	row("setReadPosition", IN_ROOM, inRoom({ seq: 3 })),
	row("markUnread", IN_ROOM, inRoom({ seq: 2 })),
	row("getReadPositions", IN_ROOM, inRoom()),
	row("setDraft", IN_ROOM, inRoom({ content: "to be said" })),
	row("getDrafts", ALL),
	row("showIType", IN_ROOM, inRoom()),
];

const messages: Row[] = [
	row("printMessage", IN_ROOM, (scene) => ({
		roomId: scene.id("room"),
		clientId: fresh(),
		content: "words",
	})),
	row("loadMessages", IN_ROOM, inRoom()),
	row("loadMessagesByIds", IN_ROOM, (scene) => ({
		roomId: scene.id("room"),
		messagesIds: [scene.id("message")],
	})),
	row("editMessage", MESSAGE_SEEN, async (scene, role) => ({
		...(await ownMessage(scene, role)),
		content: "other words",
	})),
	also(
		"editMessage",
		"of another",
		"forbidden forbidden not_found forbidden forbidden not_found",
		(scene) => ({
			id: scene.id("bystander message"),
			content: "other words",
		}),
	),
	also("editMessage", "deleting one's own", MESSAGE_SEEN, ownMessage),
	also(
		"editMessage",
		"deleting another's",
		"forbidden forbidden not_found done done not_found",
		async (scene) => ({
			id: await scene.say(scene.bystander, scene.id("room")),
			content: null,
		}),
	),
	row("loadMessageHistory", MESSAGE_SEEN, ownMessage),
	also(
		"loadMessageHistory",
		"of another",
		"forbidden forbidden not_found done done not_found",
		messageOfOther,
	),
	row("setReaction", MESSAGE_SEEN, (scene) => ({
		id: scene.id("message"),
		emoji: "👍",
		on: true,
	})),
	row("setPinned", "forbidden done not_found done done not_found", async (scene, role) => ({
		...(await ownMessage(scene, role)),
		on: true,
	})),
	row("loadPinned", IN_ROOM, inRoom()),
	row("loadThreads", IN_ROOM, inRoom()),
];

const route = (door: string, stranger: string, request?: Request): Row => ({
	...row(door, ALL, request),
	stranger,
});
const tokenOf = (url: unknown): string => String(url).split("/").at(-1) ?? "";
const resetLink = async (scene: Scene): Promise<string> =>
	tokenOf(
		(
			await done(scene.people.administrator, "createResetLink", {
				userId: await scene.spare(),
			})
		)["url"],
	);

const routes: Row[] = [
	route("/api/status", "done"),
	route("/api/auth", "done", (scene, role) => ({
		username: scene.people[role].name,
		password: PASSWORD,
	})),
	route("/api/register", "done", () => ({
		username: fresh().slice(-16),
		password: PASSWORD,
	})),
	route("/api/validate_user", "done", () => ({ username: fresh().slice(-16) })),
	route("/api/invitation", "done", async (scene) => ({
		token: (await done(scene.people.leader, "createInvitation", {}))["token"],
	})),
	route("/api/verify_token", "done", async (scene) => ({
		token: await resetLink(scene),
	})),
	route("/api/accept_token", "done", async (scene) => ({
		token: await resetLink(scene),
		password: PASSWORD,
	})),
	route("/api/sign_in_link", "done", (scene) => ({
		token: signInLink(scene.candidate.name),
	})),
	route("/api/change_password", "unauthenticated", () => ({
		oldPassword: PASSWORD,
		password: PASSWORD,
	})),
	route("/api/remove_profile_image", "unauthenticated"),
	route("/api/upload_profile_image", "unauthenticated"),
	route("/api/logout", "unauthenticated"),
];

export const rows: readonly Row[] = [
	...sessions,
	...people,
	...accounts,
	...rooms,
	...groups,
	...invitations,
	...reading,
	...messages,
	...routes,
];
