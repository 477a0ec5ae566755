/* Runs with every test file: no server outlives it. */
import { afterAll } from "vitest";

import { stopLeftovers } from "./server";

afterAll(stopLeftovers, 60_000);
