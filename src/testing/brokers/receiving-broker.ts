/** A scripted broker whose answers are received as from a socket: in memory that serves again what was given back. */
import { FrameReader } from '../../wire/protocol/frame-reader.js';
import { ScriptedBroker } from './scripted-broker.js';

export class ReceivingBroker extends ScriptedBroker {
  /** How many answers came in memory that had held another. */
  reused = 0;
  #frame: Buffer = Buffer.alloc(0);
  readonly #seen = new WeakSet<ArrayBufferLike>();
  readonly #frames = new FrameReader(
    (frame) => (this.#frame = frame),
    () => 2 ** 30,
  );

  override async send(...request: Parameters<ScriptedBroker['send']>): Promise<Buffer> {
    const answer = await super.send(...request);
    // As it would be with the correlation id.
    const bytes = Buffer.alloc(8 + answer.length);
    bytes.writeInt32BE(4 + answer.length);
    answer.copy(bytes, 8);
    for (let at = 0; at < bytes.length;) {
      const taken = bytes.copy(this.#frames.space(), 0, at);
      this.#frames.received(taken);
      at += taken;
    }
    const { buffer } = this.#frame;
    if (this.#seen.has(buffer)) this.reused += 1;
    this.#seen.add(buffer);
    return this.#frame.subarray(4);
  }

  reuse(answer: Buffer): void {
    this.#frames.reuse(answer);
  }
}
