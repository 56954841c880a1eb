import { hashKey } from '../../../../../electron/sample/litellm/auth.ts';
import { createDispatch } from '../../../../../electron/sample/litellm/dispatch.ts';
import { decode, encode, type Value } from '../../../../../electron/sample/litellm/python.ts';
import type { Release } from '../../../../../electron/sample/litellm/release.ts';
import { EMPTY_LOG } from '../../../../../electron/sample/litellm/spend-log.ts';
import type { LitellmState } from '../../../../../electron/sample/litellm/state.ts';
import { LAB_MASTER_KEY } from '../lab-state.ts';
import { readRecording } from '../recording.ts';
import { differences, type Leniency, type Names } from './compare.ts';
import { LAB_SEEDED_MS } from './lab-base.ts';
import { LENIENT_BEFORE } from './lenient.ts';
import { labKeys } from './lab-seed.ts';
import type { Step } from './step.ts';
import type { Replay, Phase, Outcome } from './phase.ts';

/** The hashes of the keys that the lab was filled with. */
const FIXED: ReadonlySet<string> = new Set(labKeys().map((plain) => hashKey(plain)));

/** How far the clock goes on with every call, milliseconds. */
const TICK_MS = 137;

/** Fills a simulated proxy and replays recordings against it, in order. */
export function replay(
  release: Release,
  base: LitellmState,
  seed: readonly Step[],
  phases: readonly Phase[],
  { database = true }: { readonly database?: boolean } = {},
): readonly Outcome[] {
  let nowMs = LAB_SEEDED_MS;
  const names: Names = new Map();
  const dispatch = createDispatch(
    { state: base, log: EMPTY_LOG, masterKey: LAB_MASTER_KEY, release, database, now: () => nowMs },
    () => undefined,
  );

  function call(
    method: string,
    target: string,
    headers: Record<string, string>,
    text: string,
  ): ReturnType<typeof dispatch> {
    nowMs += TICK_MS;
    return dispatch({ method, target, headers, text });
  }

  function take({ method, path, body, text: given, key = LAB_MASTER_KEY, names: named = {} }: Step): void {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const text = given ?? (body === undefined ? '' : translated(JSON.stringify(body), names));
    const answer = call(method, translated(path, names), headers, text);
    for (const [field, id] of Object.entries(named)) {
      const found = (answer.body as Readonly<Record<string, Value>>)[field];
      if (typeof found === 'string') names.set(id, found);
    }
  }

  function check(area: string, step: string | Replay): Outcome {
    const given: Leniency & { readonly name: string } = typeof step === 'string' ? { name: step } : step;
    const before = release === '1.81.13' ? LENIENT_BEFORE[given.name] : undefined;
    const lenient = { ...given, ...before };
    const recording = readRecording(lenient.name, release);
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(recording.query)) {
      for (const item of Array.isArray(value) ? (value as readonly Value[]) : [value]) {
        query.append(name, translated(typeof item === 'string' ? item : encode(item), names));
      }
    }
    const path = translated(recording.path, names).split('/').map(encodeURIComponent).join('/');
    const text = [...query].length === 0 ? '' : `?${query.toString()}`;
    const headers = {
      ...(recording.body === null ? {} : { 'content-type': 'application/json' }),
      ...recording.headers,
    };
    const {
      status,
      body,
      raw,
      headers: answered,
    } = call(recording.method, `${path}${text}`, headers, translated(recording.body ?? '', names));
    const type = answered?.['content-type'] ?? 'application/json';
    const answer = raw === undefined ? decode(encode(body)) : type.includes('json') ? decode(raw) : raw;
    const problems = [
      ...(status === recording.status ? [] : [`status ${status}, recorded ${recording.status}`]),
      ...(type === recording.contentType ? [] : [`content type ${type}, recorded ${recording.contentType}`]),
      ...Object.entries(recording.answered)
        .filter(([name, value]) => answered?.[name] !== value)
        .map(([name, value]) => `header ${name} is ${answered?.[name] ?? 'missing'}, recorded ${value}`),
      ...differences(recording.answer, answer, lenient, recording.shortened, names, FIXED),
    ];
    return { area, name: lenient.name, problems };
  }

  for (const step of seed) take(step);
  const outcomes: Outcome[] = [];
  for (const { area, atMs, steps } of phases) {
    nowMs = Math.max(nowMs, atMs);
    for (const step of steps) {
      if (typeof step === 'object' && 'method' in step) {
        if (step.only === undefined || step.only === release) take(step);
      } else outcomes.push(check(area, step));
    }
  }
  return outcomes;
}

function translated(text: string, names: Names): string {
  let result = text;
  for (const [recorded, own] of names) if (recorded !== own) result = result.replaceAll(recorded, own);
  return result;
}
