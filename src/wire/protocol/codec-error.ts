/** The error for bytes that are not what the protocol promises. */
import { LabError } from '../../text/errors.js';

export class MalformedError extends LabError {
  constructor(message: string) {
    super('failed', message, {
      hint: 'The bytes are cut short or are not from a Kafka broker; a proxy or a TLS port read as plain text does that.',
    });
  }
}
