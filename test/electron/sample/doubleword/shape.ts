/**
 * Why a body is not of the shape that was recorded; null when it is. Names of fields must be the same; a
 * null stands for any type, on either side; rows of a list must look like one of the recorded rows.
 */
export function shapeFault(recorded: unknown, answered: unknown, path = 'body'): string | null {
  if (recorded === null || answered === null) return null;
  if (Array.isArray(recorded)) {
    if (!Array.isArray(answered)) return `${path} is no list`;
    if (recorded.length > 0 !== answered.length > 0) return `${path} has ${answered.length} rows`;
    for (const [index, row] of answered.entries()) {
      const faults = recorded.map((like) => shapeFault(like, row, `${path}[${index}]`));
      // The recorded row that is nearest explains best: its fault lies deepest.
      if (!faults.includes(null)) return faults.map(String).sort((a, b) => depth(b) - depth(a))[0] ?? null;
    }
    return null;
  }
  if (typeof recorded !== typeof answered)
    return `${path} is a ${typeof answered}, recorded a ${typeof recorded}`;
  if (typeof recorded !== 'object' || typeof answered !== 'object') return null;
  const names = Object.keys(recorded).join(', ');
  if (names !== Object.keys(answered).join(', '))
    return `${path} has ${Object.keys(answered).join(', ')}; recorded ${names}`;
  for (const [name, like] of Object.entries(recorded)) {
    const fault = shapeFault(like, (answered as Record<string, unknown>)[name], `${path}.${name}`);
    if (fault !== null) return fault;
  }
  return null;
}

function depth(fault: string): number {
  return fault.split(' ')[0]?.split('.').length ?? 0;
}
