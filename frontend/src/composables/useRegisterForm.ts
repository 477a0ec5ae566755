/* Making an account: what is typed, what is wrong with it, and sending it. The user name is proposed from the name until somebody changes it. */
import { useDebounceFn } from "@vueuse/core";
import { computed, reactive, ref, watch } from "vue";

import { asApiError } from "@/api/errors";
import { useTask } from "@/composables/useTask";
import { useI18n } from "@/i18n";
import { useSessionStore } from "@/stores/session";

export interface Door {
	invitation?: string;
	setup?: string;
	/** An address is asked for: its domain opens the door. */
	email?: boolean;
}

const usernameMax = 16;
const checkAfterMs = 350;

/** "Ada Lovelace" → "ada-lovelace"; empty where no letter of a name can stand in a user name. */
export function proposeUsername(displayName: string): string {
	const plain = displayName.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
	const words = plain.replace(/[^a-z0-9_]+/g, "-").replace(/^-+|-+$/g, "");
	return words.slice(0, usernameMax).replace(/-+$/, "");
}

export function usernameProblem(name: string): "required" | "long" | "letters" | null {
	if (name === "") return "required";
	if (name.length > usernameMax) return "long";
	return /^[\w-]+$/.test(name) ? null : "letters";
}

export function useRegisterForm(door: Door) {
	const { t } = useI18n();
	const session = useSessionStore();
	const task = useTask();
	const fields = reactive({ displayName: "", username: "", password: "", email: "" });
	const proposed = ref(true);
	const tried = ref(false);
	const taken = ref("");
	/** On its way or made: the name is taken now, by oneself. */
	const sent = ref(false);

	watch(
		() => fields.displayName,
		(name) => {
			if (proposed.value) fields.username = proposeUsername(name);
		},
	);

	const checkFree = useDebounceFn(async (name: string) => {
		if (usernameProblem(name) || sent.value) return;
		const free = await session
			.validateUsername(name)
			.catch((reason) => asApiError(reason).code !== "name_taken");
		if (!free) taken.value = name;
	}, checkAfterMs);
	watch(
		() => fields.username,
		(name) => void checkFree(name),
	);

	const usernameError = computed(() => {
		const problem = usernameProblem(fields.username);
		if (problem && (problem !== "required" || tried.value)) return t(`register.username.${problem}`);
		return fields.username !== "" && taken.value === fields.username ? t("errors.name_taken") : null;
	});
	const passwordError = computed(() => {
		if (task.code.value === "password_weak") return t("errors.password_weak");
		return tried.value && [...fields.password].length < 8 ? t("password.tooShort") : null;
	});
	const nameError = computed(() =>
		tried.value && fields.displayName.trim() === "" ? t("register.nameRequired") : null,
	);
	const emailError = computed(() =>
		tried.value && door.email && !/^\S+@\S+$/.test(fields.email.trim())
			? t("register.emailInvalid")
			: null,
	);
	/** What no field shows. */
	const error = computed(() =>
		["password_weak", "name_taken"].includes(task.code.value ?? "") ? null : task.error.value,
	);

	watch(
		() => fields.password,
		() => task.clear(),
	);

	/** The new account's state, or null when it was not made. */
	async function submit(): Promise<string | null> {
		tried.value = true;
		if (usernameError.value || passwordError.value || nameError.value || emailError.value) return null;
		const { displayName, username, password, email } = fields;
		const asked = {
			username,
			password,
			displayName: displayName.trim(),
			invitation: door.invitation,
			setup: door.setup,
		};
		let state: string | null = null;
		sent.value = true;
		await task.run(async () => {
			state = (await session.register(door.email ? { ...asked, email: email.trim() } : asked)).state;
		});
		if (task.code.value === "name_taken") taken.value = username;
		sent.value = state !== null;
		return state;
	}

	return {
		fields,
		usernameError,
		passwordError,
		nameError,
		emailError,
		error,
		busy: task.busy,
		submit,
		keepUsername: () => (proposed.value = false),
	};
}
