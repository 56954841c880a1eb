const PATTERNS: Readonly<Record<string, RegExp>> = {
  us_ssn: /\b\d{3}-\d{2}-\d{4}\b/g,
  email: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g,
};

/** True where a text holds something of a named pattern; unknown patterns match nothing. */
export function hasSecretPattern(name: string, text: string): boolean {
  return PATTERNS[name] !== undefined && text.search(PATTERNS[name]) >= 0;
}

/** A text with what a named pattern matches taken out. */
export function redact(name: string, text: string): string {
  const pattern = PATTERNS[name];
  return pattern === undefined ? text : text.replaceAll(pattern, `[${name.toUpperCase()}_REDACTED]`);
}
