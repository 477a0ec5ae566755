/* One server for the whole set, as the contract set has it. */
export { default } from "../contract/setup";
