import { joined } from "@/i18n/texts";

export default joined(import.meta.glob("./*.json", { eager: true, import: "default" }));
