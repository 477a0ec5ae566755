import { describe, expect, it } from "vitest";

import { agentName } from "@/composables/useSessions";

const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

describe("agentName", () => {
	it.each([
		[`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/156.0.0.0 Safari/537.36`, "Chrome · Linux"],
		[
			`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/156.0.0.0 Safari/537.36 Edg/156.0`,
			"Edge · Windows",
		],
		[
			"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
			"Safari · macOS",
		],
		["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"],
		[
			`Mozilla/5.0 (Linux; Android 15) ${webkit} Chrome/156.0.0.0 Mobile Safari/537.36`,
			"Chrome · Android",
		],
		["curl/8.5.0", "curl/8.5.0"],
		["", ""],
	])("%s", (agent, name) => expect(agentName(agent)).toBe(name));
});
