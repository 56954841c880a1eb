/** Releases of LiteLLM whose cost maps are known, oldest first. */
export const PRICED_RELEASES: readonly string[] = ['1.81.13', '1.106.2'];
