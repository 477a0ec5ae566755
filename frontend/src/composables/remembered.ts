/* Small choices kept on this device. Where storage is forbidden they last as long as the page. */
export function recall(name: string): string | null {
	try {
		return localStorage.getItem(`confab.${name}`);
	} catch {
		return null;
	}
}

export function remember(name: string, value: string): void {
	try {
		localStorage.setItem(`confab.${name}`, value);
	} catch {
		/* Forbidden or full: it is forgotten with the page. */
	}
}

/** Runs when another tab of this client changes the choice. */
export function onRemembered(name: string, changed: (value: string | null) => void): void {
	window.addEventListener("storage", (event) => {
		if (event.key === `confab.${name}`) changed(event.newValue);
	});
}
