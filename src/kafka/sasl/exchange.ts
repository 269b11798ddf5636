/** What a client and a broker say to each other in a login: SASL (RFC 4422), whoever carries the messages. */

export interface SaslExchange {
  /** As brokers know it: `SCRAM-SHA-512`. */
  readonly mechanism: string;
  /** Whether the first message holds no secret, so that it may be sent before the broker has agreed to the mechanism. */
  readonly startsWithoutSecret: boolean;
  /** Once an exchange. */
  firstMessage(): Promise<Buffer>;
  /**
   * What to say to the broker's last message; undefined if that was the end. Throws LoginBrokenOff if the broker has
   * to prove that it knows the password and does not, or does not keep to the mechanism.
   */
  answerTo(challenge: Buffer): Promise<Buffer | undefined>;
}

/** The broker did not accept the login. */
export class LoginRefused extends Error {
  /** Kafka's name for the error: SASL_AUTHENTICATION_FAILED, UNSUPPORTED_SASL_MECHANISM, ILLEGAL_SASL_STATE. */
  readonly type: string;

  /** `message`: the broker's own words. */
  constructor(message: string, type = 'SASL_AUTHENTICATION_FAILED') {
    super(message);
    this.type = type;
  }
}

/** This side did not go on: what answers may be another than the broker. */
export class LoginBrokenOff extends Error {}
