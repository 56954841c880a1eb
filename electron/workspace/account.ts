import { userInfo } from 'node:os';

/** The name of the account this process runs under: who pushed, as far as a computer knows. Null where there is none. */
export function accountName(): string | null {
  try {
    return userInfo().username || null;
  } catch {
    // Some containers run under a number without a name.
    return null;
  }
}
