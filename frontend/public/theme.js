/* global localStorage, document */
/* Before the first paint: the theme that was chosen, so that nothing flashes. composables/theme.ts does the rest. */
(function () {
	try {
		var theme = localStorage.getItem("confab.theme");
		if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
	} catch {
		/* No storage: the system's theme. */
	}
})();
