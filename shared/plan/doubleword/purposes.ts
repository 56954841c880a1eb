/** What a key may be for, and so what a tariff or a traffic rule may name (dwctl 8.94.2, 10.13.1). */
export const KEY_PURPOSES: readonly string[] = ['platform', 'realtime', 'batch', 'playground'];
