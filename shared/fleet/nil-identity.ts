/** The nil UUID. Doubleword gives it to what it made itself (dwctl 8.94.2, 10.13.1). */
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** The identity of the group of Doubleword that every user is in. */
export const EVERYONE = NIL_UUID;

/** The user as which dwctl works itself; nothing there stops its deletion (10.13.1: users-delete-nil). */
export const SYSTEM_USER = NIL_UUID;
