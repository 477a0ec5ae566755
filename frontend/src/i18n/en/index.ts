import { merged } from "@/i18n/merged";

export default merged(import.meta.glob("./*.json", { eager: true, import: "default" }));
