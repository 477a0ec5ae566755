/* What to say of the connection: nothing while it holds, nothing in the first moment of a break, then the state and the seconds until the next try. */
import { useIntervalFn, useOnline } from "@vueuse/core";
import { computed, onScopeDispose, ref, watch } from "vue";

import { useI18n } from "@/i18n";
import { useConnectionStore } from "@/stores/connection";

const patienceMs = 1200;
const tickMs = 250;

export function useConnectionNotice() {
	const { t } = useI18n();
	const connection = useConnectionStore();
	const network = useOnline();
	const now = ref(Date.now());
	const late = ref(false);
	let timer: ReturnType<typeof setTimeout> | undefined;

	function watchBreak(state: typeof connection.state): void {
		if (state === "online") {
			clearTimeout(timer);
			timer = undefined;
			late.value = false;
		} else {
			timer ??= setTimeout(() => (late.value = true), patienceMs);
		}
	}
	const ticking = useIntervalFn(() => (now.value = Date.now()), tickMs, { immediate: false });
	watch(() => connection.state, watchBreak, { immediate: true });
	watch(late, (on) => (on ? ticking.resume() : ticking.pause()));
	onScopeDispose(() => clearTimeout(timer));

	const seconds = computed(() => {
		if (connection.retryAt === null || connection.state !== "offline") return 0;
		return Math.max(0, Math.ceil((connection.retryAt - now.value) / 1000));
	});
	const text = computed(() => {
		if (!late.value) return null;
		if (!network.value) return t("connection.noNetwork");
		return seconds.value > 0
			? t("connection.retryIn", { count: seconds.value }, seconds.value)
			: t("connection.connecting");
	});
	const label = computed(() => t(`connection.state.${connection.state}`));
	return { text, label, canRetry: computed(() => seconds.value > 1), retry: () => connection.retryNow() };
}
