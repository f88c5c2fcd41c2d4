/** As in the contracts, which the page must not load for a number; a test compares them. */
export const messageLength = 4000;
