/** The steps from an address to a registry that can be used, each timed, so that the first one that fails can be named. */
import type { HttpAnswer } from '../net/http/exchange.js';
import { LabError } from '../text/errors.js';
import { refusalOf, RegistryRefusal } from './refusal.js';
import type { Registry } from './registry.js';

export interface RegistryStep {
  readonly step: 'registry' | 'TLS' | 'login' | 'mode' | 'level';
  /** `schemas.example.com:8081` */
  readonly address: string;
  readonly isOk: boolean;
  readonly durationMs: number;
  /** What was found, or what is wrong. */
  readonly detail: string;
  /** What to change. */
  readonly hint?: string;
}

/** Ends after the first step that fails. Throws LabError 'interrupted' alone. */
export async function* examineRegistry(registry: Registry): AsyncGenerator<RegistryStep> {
  const address = new URL(registry.url).host;
  const timed = async <T>(
    step: RegistryStep['step'],
    act: () => Promise<T>,
    tell: (found: T) => string,
  ): Promise<{ readonly step: RegistryStep; readonly found?: T }> => {
    const startedAt = performance.now();
    const durationMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
    try {
      const found = await act();
      return { step: { step, address, isOk: true, durationMs: durationMs(), detail: tell(found) }, found };
    } catch (error) {
      if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
      const { message, hint } = error;
      const failed = { step, address, isOk: false, durationMs: durationMs(), detail: message };
      return { step: { ...failed, ...(hint === undefined ? {} : { hint }) } };
    }
  };

  const greeted = await timed('registry', () => registry.greet(), tellAnswer);
  const answer = greeted.found;
  if (!answer) {
    // A certificate that is refused is what TLS failed for.
    const isTls = registry.url.startsWith('https:') && /TLS/.test(greeted.step.detail);
    yield isTls ? { ...greeted.step, step: 'TLS' } : greeted.step;
    return;
  }
  yield greeted.step;
  if (answer.secured !== undefined)
    yield { step: 'TLS', address, isOk: true, durationMs: 0, detail: answer.secured };
  const login = await timed(
    'login',
    () => countSubjects(answer, registry),
    (subjects) =>
      `${registry.loginAs === undefined ? 'without a login' : `as ${registry.loginAs}`}: ${subjects} ${subjects === 1 ? 'subject' : 'subjects'}`,
  );
  yield login.step.isOk || answer.status === 401 || answer.status === 403
    ? login.step
    : { ...login.step, step: 'registry' };
  if (!login.step.isOk) return;
  const mode = async () => (await registry.mode()) ?? 'it has no modes';
  yield (
    await timed(
      'mode',
      () => ifAllowed(mode()),
      (found) => found,
    )
  ).step;
  const level = async () => `compatibility ${(await registry.compatibility()).level}`;
  yield (
    await timed(
      'level',
      () => ifAllowed(level()),
      (found) => found,
    )
  ).step;
}

/** Who may read schemas need not be allowed to see these. */
async function ifAllowed(asked: Promise<string>): Promise<string> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RegistryRefusal && error.status === 403) return 'not for this login to see (403)';
    throw error;
  }
}

function tellAnswer({ status }: HttpAnswer): string {
  return `answers (status ${status})`;
}

function countSubjects(answer: HttpAnswer, { url, loginAs }: Registry): Promise<number> {
  const names = answer.status === 200 ? listIn(answer.body) : undefined;
  if (names === undefined) return Promise.reject(refusalOf(answer, 'subjects', url, loginAs));
  return Promise.resolve(names.length);
}

function listIn(body: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
