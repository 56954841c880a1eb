/** The releases that the simulator answers like, oldest first. */
export const RELEASES = ['1.81.13', '1.106.2'] as const;

/** One of them. */
export type Release = (typeof RELEASES)[number];
