import { test } from "./support/fixtures";
import { looks, walk } from "./support/newcomer";

// A server of its own: the link works once.
test.use({ config: {} });

test("from the set-up link to a conversation in five minutes, at a desk", async ({ stage, visit }) => {
	await walk(looks.desktop, stage, visit);
});
