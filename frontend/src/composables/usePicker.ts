/* The keyboard of a list from which several are chosen while one types: arrows move, Enter chooses, Backspace in an empty field takes the last one back. */
import { computed, ref, watch, type Ref } from "vue";

interface Choice {
	readonly userId: number;
}

export interface PickerWays {
	options: Readonly<Ref<readonly Choice[]>>;
	chosen: Readonly<Ref<readonly number[]>>;
	query: Ref<string>;
	toggle(userId: number): void;
	/** The end of the list is near. */
	onEnd(): void;
}

const nearEnd = 5;

export function usePicker({ options, chosen, query, toggle, onEnd }: PickerWays) {
	/** Which one Enter takes; -1: none. */
	const at = ref(-1);
	const active = computed(() => options.value[at.value]?.userId);

	function move(step: number): void {
		const count = options.value.length;
		if (count === 0) return;
		at.value = at.value < 0 && step < 0 ? count - 1 : (at.value + step + count) % count;
		if (at.value >= count - nearEnd) onEnd();
	}

	function takeBack(): boolean {
		const last = chosen.value.at(-1);
		if (query.value !== "" || last === undefined) return false;
		toggle(last);
		return true;
	}

	function choose(): boolean {
		if (active.value === undefined) return false;
		toggle(active.value);
		return true;
	}

	function clear(): boolean {
		if (query.value === "") return false;
		query.value = "";
		return true;
	}

	/** True: the key was for the list. */
	const keys: Record<string, () => boolean> = {
		ArrowDown: () => (move(1), true),
		ArrowUp: () => (move(-1), true),
		Enter: choose,
		Backspace: takeBack,
		Escape: clear,
	};

	function onKeydown(event: KeyboardEvent): void {
		if (event.isComposing || !keys[event.key]?.()) return;
		event.preventDefault();
		event.stopPropagation();
	}

	watch(query, () => (at.value = -1));
	/** What is typed names somebody: the first of the answer is meant. A further page leaves it where it is. */
	watch(options, (list) => {
		if (at.value >= list.length) at.value = -1;
		if (at.value < 0 && query.value.trim() !== "" && list.length > 0) at.value = 0;
	});
	return { at, active, onKeydown };
}
