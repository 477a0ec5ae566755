/* What one asks the server about rooms and groups. Each resolves when the server has it, and fails with an ApiError; what changes comes as events. */
import type {
	AccountSearchReply,
	GroupAddInput,
	GroupSaveInput,
	ListedRoom,
	RoomAddInput,
	RoomMembersReply,
	RoomSaveInput,
} from "../api/protocol.gen";
import { live } from "./live";
import { useRoomsStore } from "./rooms";

const LISTED_PAGE = 100;

/** The rooms that one may join or has joined, all pages. */
export async function browseRooms(search?: string): Promise<ListedRoom[]> {
	const found: ListedRoom[] = [];
	for (let after: number | undefined; ; after = found.at(-1)?.roomId) {
		const page = await live().client.request("listRooms", { after, search });
		found.push(...page.rooms);
		if (page.rooms.length < LISTED_PAGE) return found;
	}
}

/** The first of them only. */
export async function findRooms(search: string): Promise<ListedRoom[]> {
	return (await live().client.request("listRooms", { search })).rooms;
}

export async function findPeople(search: string): Promise<AccountSearchReply["users"]> {
	return (await live().client.request("listUsers", { search })).users;
}

/** The room is there, by its roomLive, when this ends. So it is with the next three. */
export async function joinRoom(roomId: number): Promise<void> {
	await live().client.request("joinRoom", { roomId });
}

export async function addRoom(wish: RoomAddInput): Promise<number> {
	return (await live().client.request("addRoom", wish)).roomId;
}

/** The direct room with somebody, or one's notes with oneself; one that was hidden is shown again. */
export async function addDirectRoom(userId: number): Promise<number> {
	const users = userId === live().userId ? [] : [userId];
	return await addRoom({ users });
}

export async function addGroup(wish: GroupAddInput): Promise<{ channelId: number; roomId: number }> {
	return await live().client.request("addChannel", wish);
}

/** Who came in. */
export async function inviteUsers(roomId: number, users: number[]): Promise<number[]> {
	return (await live().client.request("inviteUser", { roomId, users })).users;
}

export async function expel(roomId: number, userId: number): Promise<void> {
	await live().client.request("removeUser", { roomId, userId });
}

export async function saveRoom(wish: RoomSaveInput): Promise<void> {
	await live().client.request("saveRoomSettings", wish);
}

export async function saveGroup(wish: GroupSaveInput): Promise<void> {
	await live().client.request("saveChannelSettings", wish);
}

export async function leaveRoom(roomId: number): Promise<void> {
	await useRoomsStore().leavingBy([roomId], live().client.request("leaveUser", { roomId }));
}

export async function deleteRoom(roomId: number): Promise<void> {
	await useRoomsStore().leavingBy([roomId], live().client.request("deleteRoom", { roomId }));
}

function roomsOf(channelId: number): number[] {
	const all = useRoomsStore().list.filter((room) => room.channelId === channelId);
	return all.map(({ roomId }) => roomId);
}

export async function leaveGroup(channelId: number): Promise<void> {
	const request = live().client.request("leaveChannel", { channelId });
	await useRoomsStore().leavingBy(roomsOf(channelId), request);
}

export async function deleteGroup(channelId: number): Promise<void> {
	const request = live().client.request("deleteChannel", { channelId });
	await useRoomsStore().leavingBy(roomsOf(channelId), request);
}

export async function listMembers(roomId: number, search: string, after?: number): Promise<RoomMembersReply> {
	return await live().client.request("listMembers", { roomId, search: search || undefined, after });
}
