/*
 * Over plain HTTP, unless it is this very machine's, browsers withhold things from pages. Nothing of a conversation needs them; what is off, and where it is on, is
 * said once a device.
 */
import { computed, ref } from "vue";
import { useRoute } from "vue-router";

import { recall, remember } from "@/composables/remembered";
import { useI18n } from "@/i18n";
import { useSessionStore } from "@/stores/session";

const NAME = "plainHttp";
const SEEN = "seen";

type Place = Pick<Window, "isSecureContext"> & { location: Pick<Location, "host"> };

export function usePlainHttp(place: Place = window) {
	const { t } = useI18n();
	const session = useSessionStore();
	const route = useRoute();
	const dismissed = ref(recall(NAME) === SEEN);
	const server = computed(() => session.server);

	/** Where this page is by https; null: nowhere that this server knows of. With a local authority both are spoken on one port. */
	const address = computed(() => {
		const base = server.value?.localAuthority
			? `https://${place.location.host}`
			: server.value?.secureUrl;
		return base ? new URL(route.fullPath, base).href : null;
	});
	/** What leads to https is a link, or else something to be done by whoever runs the server. */
	const advice = computed(() => {
		if (address.value !== null) return null;
		return session.isAdministrator ? t("plainHttp.setUp") : t("plainHttp.ask");
	});

	function dismiss(): void {
		dismissed.value = true;
		remember(NAME, SEEN);
	}

	return {
		shown: computed(() => !place.isSecureContext && server.value !== null && !dismissed.value),
		/** The page about the local authority: what a device needs before the address works. */
		trust: computed(() => (server.value?.localAuthority ? "/ca" : null)),
		address,
		advice,
		dismiss,
	};
}
