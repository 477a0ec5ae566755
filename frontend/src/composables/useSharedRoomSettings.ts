/* The settings of a room that hold for all of its members; of a main room, those of its group. Only what was changed is sent. */
import { computed, reactive, ref, watch } from "vue";

import { useTask } from "@/composables/useTask";
import { saveGroup, saveRoom } from "@/stores/room-requests";
import { useRoomsStore } from "@/stores/rooms";

interface Fields {
	name: string;
	channelId: number;
	isOpen: boolean;
	isVisible: boolean;
	isReadOnly: boolean;
}

export function useSharedRoomSettings(roomId: number) {
	const rooms = useRoomsStore();
	const task = useTask();
	const saved = ref(false);
	const room = computed(() => rooms.byId(roomId));
	const main = computed(() => room.value?.isMainInChannel === true);

	const known = computed<Fields>(() => ({
		name: room.value?.name ?? "",
		channelId: room.value?.channelId ?? 0,
		isOpen: room.value?.isOpen ?? false,
		isVisible: room.value?.isVisible ?? false,
		isReadOnly: room.value?.isReadOnly ?? false,
	}));
	const fields = reactive<Fields>({ ...known.value });

	const wish = computed<Partial<Fields>>(() => {
		const asked = { ...fields, name: fields.name.trim() };
		const entries = Object.entries(asked).filter(
			([key, value]) => known.value[key as keyof Fields] !== value,
		);
		return Object.fromEntries(entries);
	});
	const changed = computed(() => Object.keys(wish.value).length > 0 && fields.name.trim() !== "");
	const moves = computed(() => wish.value.channelId !== undefined);
	const groupName = computed(() => rooms.group(fields.channelId)?.channelName ?? "");
	/** Where one may move it: groups that one keeps order in, and where it is. */
	const groups = computed(() => {
		const mains = rooms.list.filter((each) => each.isMainInChannel && each.channelId !== null);
		const ids = mains.map(({ channelId }) => channelId as number);
		const able = ids.filter((id) => id === known.value.channelId || rooms.ownsGroup(id));
		return able.map((id) => ({ value: id, label: rooms.group(id)?.channelName ?? "" }));
	});

	/** Somebody else changed something: what one has not touched follows. */
	watch(known, (now, before) => {
		for (const key of Object.keys(now) as (keyof Fields)[]) {
			if (fields[key] === before[key]) Object.assign(fields, { [key]: now[key] });
		}
	});

	/** A main room is changed with its group. */
	async function send(): Promise<void> {
		const { name, channelId: _group, ...switches } = wish.value;
		if (!main.value) return saveRoom({ roomId, ...wish.value });
		await saveGroup({ channelId: known.value.channelId, channelName: name, ...switches });
	}

	async function save(): Promise<void> {
		if (changed.value) saved.value = await task.run(send);
	}

	return {
		fields,
		main,
		groups,
		groupName,
		changed,
		moves,
		saved,
		busy: task.busy,
		error: task.error,
		save,
	};
}
