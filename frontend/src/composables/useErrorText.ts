/* What to tell a person of an error: our own words for its code, else the server's; and how long to wait. */
import { useI18n } from "@/i18n";

import { asApiError } from "@/api/errors";

export function useErrorText(): (reason: unknown) => string {
	const { t, te } = useI18n();
	return (reason) => {
		const error = asApiError(reason);
		const text = te(`errors.${error.code}`) ? t(`errors.${error.code}`) : error.message;
		if (error.retryAfterMs === undefined) return text;
		const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1000));
		return `${text} ${t("error.waitSeconds", { count: seconds }, seconds)}`;
	};
}
