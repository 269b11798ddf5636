/** The way to one broker that writers are tested on: requests arrive one after the other, some of them never. */
import { LabError } from '../../text/errors.js';
import { produce } from '../../wire/requests/produce.js';
import type { Network } from './scripted-broker.js';

/** How the connection breaks at one Produce request. */
export type Break =
  /** Before the broker has read it, and with it everything sent after it. */
  | 'lost'
  /** After the broker has written it; what was sent after it is written too. */
  | 'ack-lost';

interface LineSettings {
  /** A number for each Produce request, in the order of sending, whichever broker it goes to. */
  nextProduce(): number;
  /** Asked as the Produce request with this number arrives. */
  breakAt(request: number): Break | undefined;
  delayMs(): number;
  /** How long nothing is read after this Produce request. */
  muteMs(request: number): number;
}

export class UnreliableLine {
  mostInFlight = 0;
  /** The number of the Produce request that the broker has before it. */
  arriving = 0;
  readonly #nodeId: number;
  readonly #settings: LineSettings;
  #generation = 0;
  #servesTheDead = false;
  #inFlight = 0;
  #before: Promise<unknown> = Promise.resolve();

  constructor(nodeId: number, settings: LineSettings) {
    this.#nodeId = nodeId;
    this.#settings = settings;
  }

  /** A break fails all requests in flight, served or not. */
  readonly network: Network = (apiKey, arrive) => {
    const generation = this.#generation;
    const request = apiKey === produce.apiKey ? this.#settings.nextProduce() : 0;
    this.#inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    const answered = this.#before.then(async () => {
      await pause(this.#settings.delayMs());
      const broken = request > 0 ? this.#settings.breakAt(request) : undefined;
      if (broken === 'lost') this.#break(false);
      this.arriving = request;
      // A request after one whose answer was lost may still be served.
      const isServed = generation === this.#generation || this.#servesTheDead;
      const response = isServed ? await arrive() : Buffer.alloc(0);
      if (broken === 'ack-lost') this.#break(true);
      if (generation !== this.#generation)
        throw new LabError('unreachable', `broker ${this.#nodeId} is gone`);
      return response;
    });
    this.#before = answered
      .catch(() => undefined)
      .then(() => (request > 0 ? pause(this.#settings.muteMs(request)) : undefined));
    return answered.finally(() => this.#inFlight--);
  };

  #break(servesTheDead: boolean): void {
    this.#generation++;
    this.#servesTheDead = servesTheDead;
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
