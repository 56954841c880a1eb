import type { LitellmState, TeamRow } from './state.ts';

/** The team of an id, or undefined. */
export function findTeam(state: LitellmState, id: string): TeamRow | undefined {
  return state.teams.find((team) => team.id === id);
}

/** LiteLLM 1.106.2's words for a team that is not there, on most routes. */
export function teamNotFound(id: string): { readonly error: string } {
  return { error: `Team not found, passed team_id=${id}` };
}
