/* What a page notifies of and plays: taken down, as a headless browser shows and plays nothing. */
import type { Page } from "@playwright/test";

interface Recorded {
	notices: { title: string; body: string; tag: string; closed: boolean; press: () => void }[];
	sounds: number;
	hide(hidden: boolean): void;
}
declare global {
	interface Window {
		recorded: Recorded;
	}
}

/** Takes down what the page shows and plays; a headless browser does neither. And lets a test say whether the tab is looked at. */
export async function record(page: Page, permission: NotificationPermission = "granted"): Promise<void> {
	await page.addInitScript((given) => {
		let hidden = false;
		const recorded: Recorded = {
			notices: [],
			sounds: 0,
			hide: (now) => {
				hidden = now;
				window.dispatchEvent(new Event(now ? "blur" : "focus"));
				document.dispatchEvent(new Event("visibilitychange"));
			},
		};
		Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
		Object.defineProperty(document, "hasFocus", { value: () => !hidden });
		let answer = given;
		class Notice {
			static get permission(): NotificationPermission {
				return answer;
			}
			static requestPermission(): Promise<NotificationPermission> {
				answer = "granted";
				return Promise.resolve(answer);
			}
			onclick: () => void = () => undefined;
			readonly #line: Recorded["notices"][number];
			constructor(title: string, options: NotificationOptions) {
				const line = {
					title,
					body: options.body ?? "",
					tag: options.tag ?? "",
					closed: false,
					press: () => this.onclick(),
				};
				this.#line = line;
				recorded.notices.push(line);
			}
			close(): void {
				this.#line.closed = true;
			}
		}
		Object.defineProperty(window, "Notification", { value: Notice });
		const start = OscillatorNode.prototype.start;
		OscillatorNode.prototype.start = function (when?: number): void {
			if ((this.frequency.value | 0) === 587) recorded.sounds++;
			start.call(this, when);
		};
		window.recorded = recorded;
	}, permission);
}

export const notices = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		window.recorded.notices.map(
			({ title, body, tag }) => `${tag}: ${title}: ${body.replace("\n", " / ")}`,
		),
	);
export const sounds = (page: Page): Promise<number> => page.evaluate(() => window.recorded.sounds);
export const hide = (page: Page, hidden: boolean): Promise<void> =>
	page.evaluate((now) => window.recorded.hide(now), hidden);
