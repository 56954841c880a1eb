/** The identity of the group of Doubleword that every user is in (dwctl 10.13.1 and 8.94.2). */
export const EVERYONE = '00000000-0000-0000-0000-000000000000';
