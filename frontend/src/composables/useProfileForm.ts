/* One's own profile in a form: what was not touched follows changes from elsewhere, and only what was touched is saved. */
import { computed, reactive, ref, watch } from "vue";

import type { ProfileView } from "@/api/protocol.gen";
import { useProfile } from "@/composables/useProfile";
import { useTask } from "@/composables/useTask";
import { useI18n } from "@/i18n";
import { usePeopleStore } from "@/stores/people";
import { useSessionStore } from "@/stores/session";
import { useToastsStore } from "@/stores/toasts";

const names = ["displayName", "name", "surname", "city", "contacts", "birthday"] as const;
type Name = (typeof names)[number];
type Fields = Record<Name, string>;

function fieldsOf(profile: ProfileView | null): Fields {
	return Object.fromEntries(names.map((name) => [name, profile?.[name] ?? ""])) as Fields;
}

export function useProfileForm() {
	const { t } = useI18n();
	const people = usePeopleStore();
	const session = useSessionStore();
	const toasts = useToastsStore();
	const { profile, busy: loading, error: missing, load } = useProfile(() => session.userId ?? 0);
	const { busy, error, run } = useTask();
	const fields = reactive(fieldsOf(null));
	/** As the server has it. */
	const stored = ref(fieldsOf(null));

	const changed = computed(() => names.filter((name) => fields[name].trim() !== stored.value[name]));
	const nameError = computed(() =>
		profile.value && fields.displayName.trim() === "" ? t("register.nameRequired") : null,
	);
	const savable = computed(() => changed.value.length > 0 && nameError.value === null);

	function follow(next: Fields): void {
		for (const name of names) if (fields[name] === stored.value[name]) fields[name] = next[name];
		stored.value = next;
	}

	watch(profile, (known) => known && follow(fieldsOf(known)));
	// Renamed in another session.
	watch(
		() => session.me?.displayName,
		(displayName) => displayName && profile.value && follow({ ...stored.value, displayName }),
	);

	async function save(): Promise<void> {
		const wish = Object.fromEntries(changed.value.map((name) => [name, fields[name].trim()]));
		const done = await run(async () => {
			const answer = fieldsOf(await people.saveProfile(wish));
			stored.value = answer;
			Object.assign(fields, answer);
		});
		if (done) toasts.push({ kind: "success", key: "settings.profileSaved" });
	}

	return { fields, profile, loading, missing, load, nameError, savable, busy, error, save };
}
