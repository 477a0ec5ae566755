/* Where one can jump to: rooms and people that are known here at once, and what the server finds a moment later. */
import { watchDebounced } from "@vueuse/core";
import { computed, ref, shallowRef } from "vue";

import type { ListedRoom, UserView } from "@/api/protocol.gen";
import { recentRooms } from "@/composables/recentRooms";
import { useRoomName } from "@/composables/useRoomName";
import { useI18n } from "@/i18n";
import { usePeopleStore } from "@/stores/people";
import { findPeople, findRooms } from "@/stores/room-requests";
import { useRoomsStore, wantedUnread, type Room } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";
import { fuzzyScore, plainLetters } from "@/utils/fuzzy";

/** `room`: one's own; `person`: without a direct room yet; `join`: a room that one may join. */
export interface Place {
	key: string;
	kind: "room" | "person" | "join";
	id: number;
	name: string;
	note: string;
	/** What else it is found by: its group, or a user name. */
	alias: string;
	score: number;
	room?: Room | ListedRoom;
	/** Whose picture stands before it. */
	userId?: number;
}

const typingMs = 180;
const shownMax = 50;
const restingMax = 12;
const bonuses = { unread: 3, recent: 4, alias: -6 };

export function useSwitcher(current: number | null) {
	const { t } = useI18n();
	const rooms = useRoomsStore();
	const people = usePeopleStore();
	const session = useSessionStore();
	const nameOf = useRoomName();
	const query = ref("");
	const foundPeople = shallowRef<readonly UserView[]>([]);
	const foundRooms = shallowRef<readonly ListedRoom[]>([]);
	/** Asked the server and not answered yet. */
	const searching = ref(false);
	/** The server could not be asked; what is known here is shown all the same. */
	const failed = ref(false);
	const recent = recentRooms();

	function recency(roomId: number): number {
		const at = recent.indexOf(roomId);
		return at < 0 ? 0 : 1 - at / recent.length;
	}

	function roomPlace(room: Room): Place {
		const { roomId, channelId } = room;
		const peer = room.users.find((id) => id !== session.userId) ?? session.userId ?? 0;
		const direct = channelId === null;
		const group = rooms.group(channelId)?.channelName ?? "";
		const name = nameOf(roomId);
		const user = people.get(peer)?.user ?? "";
		const base = { key: `room:${roomId}`, kind: "room" as const, id: roomId, name, room, score: 0 };
		if (direct) return { ...base, note: `@${user}`, alias: user, userId: peer };
		return { ...base, note: room.isMainInChannel ? t("switcher.group") : group, alias: group };
	}

	function personPlace({ userId, displayName, user }: UserView): Place {
		const base = { key: `person:${userId}`, kind: "person" as const, id: userId, score: 0 };
		return { ...base, name: displayName, note: `@${user}`, alias: user, userId };
	}

	function joinPlace(room: ListedRoom): Place {
		const { roomId, name, channelName } = room;
		const base = { key: `join:${roomId}`, kind: "join" as const, id: roomId, name, room, score: 0 };
		return { ...base, note: t("switcher.join", { group: channelName }), alias: channelName };
	}

	const own = computed(() => rooms.list.map(roomPlace));

	/** Recent ones first, then those with something new, then the last active. */
	const resting = computed(() => {
		const worth = ({ id, room }: Place): number =>
			recency(id) * 1e3 + (room && "unread" in room && wantedUnread(room) > 0 ? 500 : 0);
		const activity = ({ room }: Place): number => (room && "activity" in room ? room.activity : 0);
		return own.value
			.filter(({ id, room }) => id !== current && room && "hidden" in room && !room.hidden)
			.sort((a, b) => worth(b) - worth(a) || activity(b) - activity(a) || a.name.localeCompare(b.name))
			.slice(0, restingMax);
	});

	/** By its name; a little worse by the beginning of what else it is found by. */
	function fit({ name, alias }: Place): number | null {
		const byName = fuzzyScore(name, query.value);
		const begins = plainLetters(alias).startsWith(plainLetters(query.value.trim().replace(/^@/, "")));
		const byAlias = begins ? (fuzzyScore(alias, query.value) ?? 0) + bonuses.alias : null;
		if (byName === null || byAlias === null) return byName ?? byAlias;
		return Math.max(byName, byAlias);
	}

	function scored(place: Place): Place | null {
		const score = fit(place);
		if (score === null || place.kind !== "room") return score === null ? null : { ...place, score };
		const unread = place.room && "unread" in place.room && wantedUnread(place.room) > 0;
		const more = recency(place.id) * bonuses.recent + (unread ? bonuses.unread : 0);
		return { ...place, score: score + more };
	}

	/** Who has a direct room is there as that room; what the server found fits in its own way, too. */
	const places = computed<Place[]>(() => {
		if (query.value.trim() === "") return resting.value;
		const known = new Set(rooms.list.map(({ roomId }) => roomId));
		const strangers = foundPeople.value.filter(({ userId }) => !rooms.directWith(userId));
		const joinable = foundRooms.value.filter(({ roomId }) => !known.has(roomId));
		const found = [...strangers.map(personPlace), ...joinable.map(joinPlace)];
		const local = own.value.map(scored).filter((place) => place !== null);
		const others = found.map((place) => scored(place) ?? place);
		return [...local, ...others].sort((a, b) => b.score - a.score).slice(0, shownMax);
	});

	async function search(wanted: string): Promise<void> {
		if (wanted === "") return;
		searching.value = true;
		try {
			const listed = session.isGuest ? Promise.resolve([]) : findRooms(wanted);
			const [users, list] = await Promise.all([findPeople(wanted), listed]);
			if (wanted !== query.value.trim()) return;
			people.put(users);
			foundPeople.value = users;
			foundRooms.value = list;
			failed.value = false;
		} catch {
			failed.value = wanted === query.value.trim();
		} finally {
			if (wanted === query.value.trim()) searching.value = false;
		}
	}

	watchDebounced(query, (text) => search(text.trim()), { debounce: typingMs });
	return { query, places, searching, failed };
}
