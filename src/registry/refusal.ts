/** Why a registry did not do what was asked, in words, with what to change. Error codes: Confluent's API reference. */
import type { HttpAnswer } from '../net/http/exchange.js';
import { quotedWords } from '../text/command-line.js';
import { LabError, type ErrorCode } from '../text/errors.js';
import { printable } from '../text/printable.js';

/** `errorCode`: 40401 … as the registry sent it; 0 if it sent none. */
export class RegistryRefusal extends LabError {
  readonly status: number;
  readonly errorCode: number;

  constructor(
    code: ErrorCode,
    message: string,
    { hint, status, errorCode }: { hint: string; status: number; errorCode: number },
  ) {
    super(code, message, { hint });
    this.status = status;
    this.errorCode = errorCode;
  }
}

export function isRefusal(error: unknown, codes: readonly number[]): error is RegistryRefusal {
  return error instanceof RegistryRefusal && codes.includes(error.errorCode);
}

/** Does it not know the request at all, rather than what it was asked about? */
export function lacksRequest(error: unknown): boolean {
  return (
    error instanceof RegistryRefusal && [404, 405, 501].includes(error.status) && error.errorCode < 40_000
  );
}

/** Undefined for a refusal with one of these codes. */
export async function unless<T>(codes: readonly number[], asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isRefusal(error, codes)) return undefined;
    throw error;
  }
}

const mostLetters = 2000;

/** The registry's own words, made safe and short. */
export function quoted(text: string): string {
  const safe = printable(text.replace(/\s+/g, ' ').trim());
  return safe.length > mostLetters ? `${safe.slice(0, mostLetters)}…` : safe;
}

interface Told {
  readonly code: ErrorCode;
  readonly what: string;
  readonly hint: string;
}

const seeSubjects = 'See which there are: kafka-lab schemas list';

/** Its words are the same whatever is wrong, and name none of the types. */
const apicurioFindsNone = 'Failed to discover artifact type';

/** `about`: `subject orders-value`, `version 3 of orders-value`; `words`: the registry's. */
const meanings: Readonly<Record<number, (about: string, words: string) => Told>> = {
  40401: (about) => ({
    code: 'not-found',
    what: `has no ${about}`,
    hint: `${seeSubjects}; deleted ones: --deleted`,
  }),
  40402: (about) => ({
    code: 'not-found',
    what: `has no ${about}`,
    hint: 'See its versions: kafka-lab schemas versions SUBJECT',
  }),
  40403: (about) => ({ code: 'not-found', what: `has no ${about}`, hint: seeSubjects }),
  40404: (about) => ({
    code: 'not-found',
    what: `has deleted ${about} already`,
    hint: 'It can be brought back until it is deleted with --permanent; see it: kafka-lab schemas list --deleted',
  }),
  40405: (about) => ({
    code: 'refused',
    what: `deletes ${about} for ever only after it was deleted without --permanent`,
    hint: 'Delete it twice: first without --permanent',
  }),
  40406: (about) => ({
    code: 'not-found',
    what: `has deleted ${about} already`,
    hint: 'See it: kafka-lab schemas versions SUBJECT --deleted',
  }),
  40407: (about) => ({
    code: 'refused',
    what: `deletes ${about} for ever only after it was deleted without --permanent`,
    hint: 'Delete it twice: first without --permanent',
  }),
  40408: (about) => ({
    code: 'not-found',
    what: `has no compatibility level of its own for ${about}`,
    hint: "The registry's own holds: kafka-lab schemas compatibility",
  }),
  40409: (about) => ({
    code: 'not-found',
    what: `has no mode of its own for ${about}`,
    hint: "The registry's own holds: kafka-lab schemas mode",
  }),
  42201: (about, words) => ({
    code: 'refused',
    ...(words.startsWith(apicurioFindsNone)
      ? {
          what: `finds no schema in what is given for ${about}`,
          hint: 'Apicurio says so of a text with a mistake, and of a JSON Schema that does not say its draft: "$schema": "http://json-schema.org/draft-07/schema#". Is the file complete, and of the type that is named (--type)?',
        }
      : {
          what: `does not take the schema for ${about}: ${words}`,
          hint: 'Is the file complete, of the type that is named (--type), and is each of its references given (--reference NAME=SUBJECT@VERSION)?',
        }),
  }),
  42202: (about, words) => ({
    code: 'usage',
    what: `does not take the version of ${about}: ${words}`,
    hint: 'A version is a whole number from 1, or "latest".',
  }),
  42203: (about, words) => ({
    code: 'usage',
    what: `does not know this compatibility level for ${about}: ${words}`,
    hint: 'Levels: BACKWARD, BACKWARD_TRANSITIVE, FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE, NONE',
  }),
  42205: (about, words) => ({
    code: 'refused',
    what: `does not allow that for ${about}: ${words}`,
    hint: 'It may be in the mode READONLY: kafka-lab schemas mode',
  }),
  42206: (about, words) => ({
    code: 'refused',
    what: `keeps ${about}, as other schemas refer to it: ${words}`,
    hint: 'Delete those first.',
  }),
};

/** `about`: what was asked for; `url`: the registry's. */
export function refusalOf(answer: HttpAnswer, about: string, url: string, loginAs?: string): RegistryRefusal {
  const { status } = answer;
  const { errorCode, words } = toldIn(answer);
  const told = meaningOf(answer, errorCode, words, about, url, loginAs);
  return new RegistryRefusal(told.code, `The schema registry ${url} ${told.what}.`.replace(/\.\.$/, '.'), {
    hint: withSubject(told.hint, about),
    status,
    errorCode,
  });
}

/** Hints can be pasted: `schemas versions orders-value`. */
function withSubject(hint: string, about: string): string {
  const subject = /^(?:subject|version \S+ of) (.+)$/s.exec(about)?.[1];
  return subject === undefined ? hint : hint.replaceAll(' SUBJECT', () => ` ${quotedWords([subject])}`);
}

function meaningOf(
  { status, contentType, body, location }: HttpAnswer,
  errorCode: number,
  words: string,
  about: string,
  url: string,
  loginAs?: string,
): Told {
  const known = Object.hasOwn(meanings, errorCode) ? meanings[errorCode] : undefined;
  if (known) return known(about, words);
  if (status >= 300 && status < 400) {
    return {
      code: 'refused',
      what: `answered with a redirect (${status})${location === undefined ? '' : ` to ${quoted(withoutSecrets(location, url))}`}, and nothing is sent on to another place`,
      hint: 'Name the address that it leads to, if that is the registry: a login page or a proxy answers like this, too.',
    };
  }
  if (status === 401) {
    return {
      code: 'refused',
      what: loginAs === undefined ? 'wants a login (401)' : `does not accept the login as ${loginAs} (401)`,
      hint:
        loginAs === undefined
          ? 'Give it one: schemaRegistry.username and password (or token) of the connection, or KAFKA_LAB_REGISTRY_USERNAME and KAFKA_LAB_REGISTRY_PASSWORD (or KAFKA_LAB_REGISTRY_TOKEN)'
          : "Check the user and the password or the token. Confluent Cloud's registry has API keys of its own: those of the cluster do not open it.",
    };
  }
  if (status === 403) {
    return {
      code: 'refused',
      what: `does not allow ${loginAs ?? 'anyone without a login'} that on ${about} (403)${words === '' ? '' : `: ${words}`}`,
      hint: 'Ask who runs it for the right (a role on the subject), or log in as another user.',
    };
  }
  if (status === 409) {
    return {
      code: 'refused',
      what: `refuses the schema for ${about}, which is not compatible with what is registered: ${words}`,
      hint: 'See why: kafka-lab schemas check SUBJECT --file FILE; what is allowed: kafka-lab schemas compatibility SUBJECT',
    };
  }
  if (isPage(contentType, body)) {
    return {
      code: 'refused',
      what: `answered with a web page (status ${status}) and not as a registry`,
      hint: `A proxy or a login page answered in its place, or the path of the address is wrong. ${basePaths(url)}`,
    };
  }
  if (status === 404 || status === 405 || status === 501) {
    return {
      code: 'refused',
      what: `does not know this request (status ${status}${words === '' ? '' : `: ${words}`})`,
      hint: `It may be a request that this registry does not have. If nothing works there, the path of the address is wrong. ${basePaths(url)}`,
    };
  }
  if (status === 429) {
    return {
      code: 'refused',
      what: 'has had too many requests (429)',
      hint: 'Wait a moment, and try again.',
    };
  }
  if (status >= 500) {
    return {
      code: 'refused',
      what: `has a fault (status ${status}${words === '' ? '' : `: ${words}`})`,
      hint: 'Try again, or ask who runs it; its log says more.',
    };
  }
  if (status >= 400) {
    return {
      code: 'refused',
      what: `refuses that for ${about} (status ${status}${words === '' ? '' : `: ${words}`})`,
      hint: "The words are the registry's.",
    };
  }
  return {
    code: 'refused',
    what: `answered with status ${status} and not with what a registry answers`,
    hint: `Is it the address of a schema registry? ${basePaths(url)}`,
  };
}

/** Where a redirect leads, without a login or the tokens of one: these are in what is asked of login pages. */
function withoutSecrets(location: string, url: string): string {
  if (!URL.canParse(location, url)) return 'another place';
  const { origin, protocol, host, pathname } = new URL(location, url);
  return `${origin === 'null' ? `${protocol}//${host}` : origin}${pathname}`;
}

function basePaths(url: string): string {
  const { pathname } = new URL(url);
  return pathname.includes('/apis/ccompat/')
    ? "Confluent's and Karapace's registries have no path: http://HOST:8081"
    : "Apicurio's is http://HOST:8080/apis/ccompat/v7; Confluent's and Karapace's have none: http://HOST:8081";
}

function isPage(contentType: string, body: string): boolean {
  return /html/i.test(contentType) || /^\s*<(!doctype|html)/i.test(body.slice(0, 100));
}

/** `{ error_code, message }`, as far as it is there. */
function toldIn({ body }: HttpAnswer): { readonly errorCode: number; readonly words: string } {
  let told: unknown;
  try {
    told = JSON.parse(body);
  } catch {
    return { errorCode: 0, words: '' };
  }
  if (typeof told !== 'object' || told === null) return { errorCode: 0, words: '' };
  const { error_code: code, message } = told as { error_code?: unknown; message?: unknown };
  return {
    errorCode: typeof code === 'number' && Number.isInteger(code) ? code : 0,
    words: typeof message === 'string' ? quoted(message).replace(/\.$/, '') : '',
  };
}
