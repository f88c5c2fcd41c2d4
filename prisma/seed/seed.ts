/** What a fresh installation begins with. */
export { founder, hasDemoData, seedDemoData, type DemoSettings } from "./demo-data.ts";
export { loadDomainData } from "./load-domain-data.ts";
export { seedReferenceData } from "./reference-data.ts";
