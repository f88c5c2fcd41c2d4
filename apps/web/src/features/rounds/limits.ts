/** As in the contracts, which the page must not load for a number; a test compares them. */
export const observationLength = 8000;
export const roundTextLength = 4000;
