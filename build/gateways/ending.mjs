/** Aborted when somebody ends the script: whatever it has started to run to its own end is ended then. */
export const ending = new AbortController();
