/* The members of a room, page by page as the server lists them, and kept up to date while they are shown: those who keep order first. */
import { watchDebounced } from "@vueuse/core";
import { computed, onScopeDispose, ref, shallowRef } from "vue";

import type { RoomMemberView } from "@/api/protocol.gen";
import { useTask } from "@/composables/useTask";
import { live } from "@/stores/live";
import { usePeopleStore } from "@/stores/people";
import { listMembers } from "@/stores/room-requests";
import { useRoomsStore } from "@/stores/rooms";

const typingMs = 250;
const pageSize = 100;

export function useRoomMembers(roomId: number) {
	const rooms = useRoomsStore();
	const people = usePeopleStore();
	const task = useTask();
	const query = ref("");
	const loaded = shallowRef<readonly RoomMemberView[]>([]);
	/** The last of the last page; undefined: there is no more. */
	const next = shallowRef<number>();
	const more = computed(() => next.value !== undefined);
	/** An answer to what is asked now. */
	const ready = ref(false);
	/** Grows with each question, so that an answer to an older one is not shown. */
	let asked = 0;

	async function load(after?: number): Promise<void> {
		const question = ++asked;
		await task.run(async () => {
			const page = await listMembers(roomId, query.value.trim(), after);
			if (question !== asked) return;
			const before = after === undefined ? [] : loaded.value;
			loaded.value = [...before, ...page.members];
			people.put(page.members.map(({ user }) => user));
			next.value = page.members.length < pageSize ? undefined : page.members.at(-1)?.user.userId;
			ready.value = true;
		});
		// Another question came while this one was under way.
		if (question !== asked) await load();
	}

	async function loadMore(): Promise<void> {
		if (next.value !== undefined && !task.busy.value) await load(next.value);
	}

	function reload(): void {
		if (task.busy.value) asked++;
		else void load();
	}

	function keepsOrder({ user, isModerator }: RoomMemberView): boolean {
		const room = rooms.byId(roomId);
		const owner = rooms.group(room?.channelId ?? null)?.channelCreatorId;
		const named = user.userId === room?.roomCreatorId || user.userId === owner;
		return named || (isModerator && user.role === "administrator");
	}

	const members = computed(() => {
		const list = loaded.value.map((member) => {
			const user = people.get(member.user.userId) ?? member.user;
			return { ...member, user, isModerator: keepsOrder({ ...member, user }) };
		});
		return [
			...list.filter((member) => member.isModerator),
			...list.filter((member) => !member.isModerator),
		];
	});

	function take(userId: number): void {
		loaded.value = loaded.value.filter(({ user }) => user.userId !== userId);
	}

	const { client } = live();
	const listeners = [
		client.on("joinUser", ({ roomId: where, user, time }) => {
			if (where !== roomId || query.value.trim()) return;
			take(user.userId);
			const isModerator = user.role === "administrator";
			loaded.value = [...loaded.value, { user, isModerator, joined: time }];
		}),
		client.on("leaveUser", ({ roomId: where, userId }) => where === roomId && take(userId)),
		client.on("setWsId", reload),
	];
	onScopeDispose(() => listeners.forEach((cancel) => cancel()));
	watchDebounced(query, reload, { debounce: typingMs });
	void load();

	return { query, members, more, ready, busy: task.busy, error: task.error, loadMore, reload };
}
