// The longest text that contact search accepts.

/** In characters, for the searched text and for each value of a filter (API reference, contact search). */
export const MAX_SEARCH_LENGTH = 75;
