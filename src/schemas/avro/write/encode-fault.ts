/** JSON that does not fit, by its place in the text: the path is made of it where it is reported. */

export class EncodeFault extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}
