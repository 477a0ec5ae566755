/* All cases of HTTP/1.1 but those that are about time (deadlines.ts), in the order of their table. */
import type { HttpCase } from "../harness/http_case";
import type { Category } from "../harness/suite";
import { exchanges } from "./exchanges";
import { heads, methods } from "./heads";
import { sizes } from "./sizes";
import { smuggling } from "./smuggling";
import { targets } from "./targets";

export const requests: readonly Category<HttpCase>[] = [
	smuggling,
	...heads,
	methods,
	...targets,
	sizes,
	...exchanges,
];
