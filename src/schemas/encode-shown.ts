/** Text as it is shown and typed, where a text has no quotes around it → bytes. */
import { EncodeError, type Encoder } from './codec.js';

/** Throws EncodeError. */
export function encodeShown(encoder: Encoder, text: string): Buffer {
  const quoted = JSON.stringify(text);
  if (!isJson(text)) return encoder.encode(quoted);
  try {
    return encoder.encode(text.trim());
  } catch (error) {
    if (!(error instanceof EncodeError) || error.path !== '' || /^\s*["{[]/.test(text)) throw error;
    // `42` and `true` are texts too, where a text is wanted.
    try {
      return encoder.encode(quoted);
    } catch {
      throw error;
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
