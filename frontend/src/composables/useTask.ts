/* Something that takes a while and may fail: busy while it runs, then perhaps an error to show. */
import { readonly, ref } from "vue";

import { asApiError } from "@/api/errors";
import { useErrorText } from "@/composables/useErrorText";

export function useTask() {
	const errorText = useErrorText();
	const busy = ref(false);
	const error = ref<string | null>(null);
	const code = ref<string | null>(null);

	function clear(): void {
		error.value = null;
		code.value = null;
	}

	/** True when it went well. A second run while the first is under way does nothing. */
	async function run(work: () => Promise<unknown>): Promise<boolean> {
		if (busy.value) return false;
		busy.value = true;
		clear();
		try {
			await work();
			return true;
		} catch (reason) {
			error.value = errorText(reason);
			code.value = asApiError(reason).code;
			return false;
		} finally {
			busy.value = false;
		}
	}

	return { busy: readonly(busy), error: readonly(error), code: readonly(code), run, clear };
}
