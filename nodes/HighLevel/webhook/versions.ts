// What a saved webhook trigger keeps, by the node's version.

/** Versions whose source is an app by default, and whose Simplify is off. */
export const APP_FIRST = [1, 1.1];

/** Versions whose source is a HighLevel workflow by default, and whose Simplify is on. */
export const WORKFLOW_FIRST = [1.2];

/** The first version that shapes all fetched records. */
export const SHAPED_FROM = 1.2;
