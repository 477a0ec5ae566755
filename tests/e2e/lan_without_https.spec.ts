/* Over plain HTTP from another machine, on a server that has no https to lead to. */
import { expect, test } from "./support/fixtures";
import { banner, lanAddress, linesOf, sayByButton } from "./support/lan";
import { phone } from "./support/looks";
import { castOf } from "./support/talk";

test.use({ config: { bind: "::" } });

test("the line says who can change that, and to an administrator how; chat goes on", async ({
	stage,
	visit,
}) => {
	const { ada, grace } = await castOf(stage);
	const origin = `http://${lanAddress()}:${stage.server.address.port}`;
	const { page } = await visit({ as: grace, origin, context: phone });
	await page.goto("/room/1");
	await expect(banner(page)).toContainText("Ask an administrator.");
	expect(await linesOf(banner(page).locator("p"))).toBeLessThanOrEqual(2);
	await expect(banner(page).getByRole("link")).toHaveCount(0);
	await sayByButton(page, "still here");
	const { page: hersByPhone } = await visit({ as: ada, origin, context: phone });
	await hersByPhone.goto("/room/1");
	await expect(banner(hersByPhone)).toContainText("Use --lan or tls_certificate.");
	expect(await linesOf(banner(hersByPhone).locator("p"))).toBeLessThanOrEqual(2);
	const { page: hers } = await visit({ as: ada, origin });
	await hers.goto("/room/1");
	await expect(banner(hers)).toContainText("Use --lan or tls_certificate.");
	expect(await linesOf(banner(hers).locator("p"))).toBe(1);
});
