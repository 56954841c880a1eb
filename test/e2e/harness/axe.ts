import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** One thing wrong for someone who cannot see or point. */
export interface Barrier {
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  readonly where: readonly string[];
}

/** The part of a finding that is read here; the page hands it over as data. */
interface AxeViolation {
  readonly id: string;
  readonly impact?: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/**
 * Looks for barriers on what the window shows now: WCAG 2.2 A and AA, and good practice.
 * The checker is put into the page by the debugger, because Electron cannot open a second page for it.
 */
export async function findBarriers(window: Page): Promise<readonly Barrier[]> {
  // What is fading in has no colour of its own yet.
  await window.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
        .map((animation) => animation.finished),
    ),
  );
  await window.evaluate(axe.source);
  const violations = await window.evaluate<readonly AxeViolation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then((results) => results.violations)',
  );
  return violations.map((violation) => ({
    rule: violation.id,
    impact: violation.impact ?? 'unknown',
    help: violation.help,
    where: violation.nodes.map((node) => node.target.join(' ')),
  }));
}
