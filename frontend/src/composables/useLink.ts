/* What a link that somebody was handed stands for; or that it does nothing any more; or why that cannot be said now. */
import { computed, shallowRef } from "vue";

import { useTask } from "@/composables/useTask";

/** Asks at once; `load` asks again. */
export function useLink<Said>(verify: () => Promise<Said>) {
	const task = useTask();
	const said = shallowRef<Said>();

	function load(): Promise<boolean> {
		return task.run(async () => {
			said.value = await verify();
		});
	}

	void load();
	const invalid = computed(() => task.code.value === "link_invalid" || task.code.value === "invalid");
	return { said, error: task.error, invalid, load };
}
