/* When the session ends under a page that needs one, its place is the sign-in page, which says why. */
import { watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { useSessionStore } from "@/stores/session";

export function useSignedOut(): void {
	const session = useSessionStore();
	const router = useRouter();
	const route = useRoute();

	watch(
		() => session.status,
		(status, before) => {
			const audience = route.meta.for;
			if (
				before === "signedIn" &&
				status === "signedOut" &&
				audience !== "anybody" &&
				audience !== "visitor"
			)
				void router.replace({ name: "signIn" });
		},
	);
}
