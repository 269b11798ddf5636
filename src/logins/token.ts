/** A token for OAUTHBEARER: where it comes from, how long it holds, and when to fetch the next one. */
import { claimsOf, expiryOf } from './jwt-claims.js';

/** A secret: never print `text`. */
export interface Token {
  readonly text: string;
  /** Milliseconds since 1970; undefined if neither the source nor the token itself says it. */
  readonly expiresAtMs: number | undefined;
}

export interface TokenSource {
  /** Fit to be printed: `the token command get-token`, `https://login.example/token, as client kafka-lab`. */
  readonly from: string;
  /** A new token. Throws LabError. */
  fetch(): Promise<Token>;
}

/** What is left of a token's life is kept for brokers whose clocks differ, and for what is on its way. */
const usedShare = 0.8;
/** How long a token is used whose life is unknown. */
const unknownLifeMs = 60_000;

/** Of what the source and the token itself say of its end the earlier: `expires_in` and `exp` are whole seconds, rounded differently. */
export function asToken(text: string, expiresAtMs?: number): Token {
  const ends = [expiresAtMs, expiryOf(claimsOf(text))].filter((end) => end !== undefined);
  return { text, expiresAtMs: ends.length === 0 ? undefined : Math.min(...ends) };
}

export interface KeptToken {
  /** The text: one that was fetched before, until 80 % of its life have passed. Throws LabError. */
  token(): Promise<string>;
  /** The end of the last one, milliseconds since 1970. */
  expiresAtMs(): number | undefined;
}

/** Kept in this process alone. If no new one can be had, the last is used for as long as it is good. */
export function keepToken(source: TokenSource, now: () => number = Date.now): KeptToken {
  let kept: (Token & { readonly renewAtMs: number }) | undefined;
  let fetching: Promise<string> | undefined;
  const renew = async () => {
    const askedAtMs = now();
    try {
      const token = await source.fetch();
      const lifeMs = token.expiresAtMs === undefined ? undefined : token.expiresAtMs - askedAtMs;
      kept = { ...token, renewAtMs: askedAtMs + (lifeMs === undefined ? unknownLifeMs : lifeMs * usedShare) };
    } catch (error) {
      if (kept?.expiresAtMs === undefined || now() >= kept.expiresAtMs) throw error;
    }
    return kept.text;
  };
  return {
    token: () => {
      if (kept && now() < kept.renewAtMs) return Promise.resolve(kept.text);
      fetching ??= renew().finally(() => (fetching = undefined));
      return fetching;
    },
    expiresAtMs: () => kept?.expiresAtMs,
  };
}
