/* The rooms that were open last on this device, the last first. */
import { recall, remember } from "@/composables/remembered";

const name = "recentRooms";
const keptMax = 30;

function read(): number[] {
	try {
		const stored: unknown = JSON.parse(recall(name) ?? "[]");
		return Array.isArray(stored) ? stored.filter((id): id is number => Number.isSafeInteger(id)) : [];
	} catch {
		return [];
	}
}

let rooms = read();

export function recentRooms(): readonly number[] {
	return rooms;
}

export function noteRecent(roomId: number): void {
	rooms = [roomId, ...rooms.filter((id) => id !== roomId)].slice(0, keptMax);
	remember(name, JSON.stringify(rooms));
}
