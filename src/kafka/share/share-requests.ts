/** The requests of a member to one broker, one at a time: opens a share session if there is none, and says when one is over. */
import { LabError } from '../../text/errors.js';
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { isFinal } from '../../wire/reader/errors.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';
import { reasonOf, type Verdict } from './acknowledging.js';
import { ShareSession, type Acknowledgement, type ShareMember } from './share-session.js';

export interface ShareRequestsSettings {
  readonly session: KafkaSession;
  readonly nodeId: number;
  readonly member: ShareMember;
  /** The session is over, and with it all that it had locked. `underWay`: what the last request carried, and is not known to be heard. */
  lost(reason: string, underWay: readonly Acknowledgement[]): void;
}

export class ShareRequests {
  readonly #settings: ShareRequestsSettings;
  #share: ShareSession | undefined;
  #isAsking = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: ShareRequestsSettings) {
    this.#settings = settings;
  }

  /** A request is under way. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** The session that the broker knows of. */
  get current(): ShareSession | undefined {
    return this.#share?.isOpen === true ? this.#share : undefined;
  }

  /**
   * After the requests before. Resolves with undefined if the session is over, which `lost` has heard; another one begins with the
   * next request. Rejects if the broker will never answer otherwise.
   */
  ask<T extends Verdict>(
    send: (share: ShareSession) => Promise<T>,
    underWay: () => readonly Acknowledgement[],
  ): Promise<T | undefined> {
    const asked = this.#last.then(async () => {
      this.#isAsking = true;
      try {
        const answer = await send(await this.#open());
        if (answer.errorCode === 0) return answer;
        const { name, retriable } = kafkaErrorCode(answer.errorCode);
        if (!retriable && !name.includes('SHARE_SESSION')) {
          const { groupId } = this.#settings.member;
          const what = `Share group ${groupId} cannot be read`;
          throw refusal(what, answer.errorCode, answer.errorMessage);
        }
        this.#drop(reasonOf(answer), underWay());
      } catch (error) {
        if (isFinal(error) || !(error instanceof LabError)) throw error;
        this.#drop(error.message, underWay());
      } finally {
        this.#isAsking = false;
      }
      return undefined;
    });
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  /** The session to be closed, after the last request was answered; none is asked any more. */
  async end(): Promise<ShareSession | undefined> {
    await this.#last;
    return this.current;
  }

  async #open(): Promise<ShareSession> {
    const { session, nodeId, member } = this.#settings;
    const connection = await session.broker(nodeId);
    if (this.#share && this.#share.connection !== connection)
      this.#drop('the connection to the broker broke', []);
    return (this.#share ??= new ShareSession(connection, member));
  }

  #drop(reason: string, underWay: readonly Acknowledgement[]): void {
    this.#share = undefined;
    this.#settings.lost(reason, underWay);
  }
}
