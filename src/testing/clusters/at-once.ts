/** Several checks at the same time, in a test that ends when all of them have ended. */

/** Throws the first failure in the list, once all have ended. */
export async function atOnce(...checks: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(checks);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
