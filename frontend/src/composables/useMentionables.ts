/* Whom one can mention in a room: its people, and all of them at once for those who may. */
import { computed } from "vue";

import { useI18n } from "@/i18n";
import { listMembers } from "@/stores/room-requests";
import { usePeopleStore } from "@/stores/people";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";
import { EVERYBODY, EVERYBODY_HERE, type Named } from "@/utils/mentions";

export interface Mentionable extends Named {
	/** What one signs in with; empty for all at once. */
	readonly user: string;
}

/** In a room of so many anybody may call everybody. */
const CALL_ALL_MAX = 20;
const FOUND_MAX = 8;

function plain(text: string): string {
	return text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/** How well somebody fits; null: not at all. */
function rankOf({ name, user }: Mentionable, wish: string): number | null {
	const plainName = plain(name);
	if (plainName.startsWith(wish)) return 0;
	if (plainName.split(/[\s-]+/).some((word) => word.startsWith(wish))) return 1;
	return user !== "" && plain(user).startsWith(wish) ? 2 : null;
}

/** All at once come after those that are called alone. */
function byName(a: Mentionable, b: Mentionable): number {
	return Number(a.userId <= EVERYBODY) - Number(b.userId <= EVERYBODY) || a.name.localeCompare(b.name);
}

export function useMentionables(roomId: number) {
	const { t } = useI18n();
	const people = usePeopleStore();
	const rooms = useRoomsStore();
	const session = useSessionStore();

	const room = computed(() => rooms.byId(roomId));
	const everybody = computed<Mentionable[]>(() => {
		const count = room.value?.memberCount ?? 0;
		const may = room.value?.channelId !== null && (rooms.isModerator(roomId) || count <= CALL_ALL_MAX);
		if (!may) return [];
		return [
			{ userId: EVERYBODY, name: t("messages.everybody"), user: "" },
			{ userId: EVERYBODY_HERE, name: t("messages.everybodyHere"), user: "" },
		];
	});

	function named(userId: number): Mentionable | null {
		const person = people.get(userId);
		return person ? { userId, name: person.displayName, user: person.user } : null;
	}

	/** Those that are known here; of a large room not all are. */
	const known = computed<Mentionable[]>(() => {
		const members = (room.value?.users ?? []).map(named).filter((each) => each !== null);
		return [...members, ...everybody.value];
	});

	function best(candidates: readonly Mentionable[], query: string): Mentionable[] {
		const wish = plain(query);
		return candidates
			.map((each) => ({ each, rank: rankOf(each, wish) }))
			.filter((found): found is { each: Mentionable; rank: number } => found.rank !== null)
			.sort((a, b) => a.rank - b.rank || byName(a.each, b.each))
			.map(({ each }) => each)
			.filter(({ userId }) => userId !== session.userId)
			.slice(0, FOUND_MAX);
	}

	/** In a large room, and while not all names are here, the server is asked. */
	async function search(query: string): Promise<Mentionable[]> {
		const users = room.value?.users ?? [];
		const whole =
			users.length >= (room.value?.memberCount ?? 0) && users.every((id) => named(id) !== null);
		if (whole) return best(known.value, query);
		const { members } = await listMembers(roomId, query);
		people.put(members.map(({ user }) => user));
		const found = members.map(({ user }) => ({
			userId: user.userId,
			name: user.displayName,
			user: user.user,
		}));
		return best([...found, ...everybody.value], query);
	}

	return { known, named, search };
}
