/** Text as it is shown and typed, where a text has no quotes around it → bytes. */
import { EncodeError, type Encoder } from '../codec.js';
import { JsonSyntaxError, readJson } from '../json/json-value.js';

/** Throws EncodeError. */
export function encodeShown(encoder: Encoder, text: string): Buffer {
  const quoted = JSON.stringify(text);
  if (!isJson(text)) {
    try {
      return encoder.encode(quoted);
    } catch (error) {
      throw error instanceof EncodeError && looksLikeJson.test(text) ? notJson(text, error) : error;
    }
  }
  try {
    return encoder.encode(text.trim());
  } catch (error) {
    if (!(error instanceof EncodeError) || error.path !== '' || looksLikeJson.test(text)) throw error;
    // `42` and `true` are texts too, where a text is wanted.
    try {
      return encoder.encode(quoted);
    } catch {
      throw error;
    }
  }
}

/** As no text begins that somebody means. */
const looksLikeJson = /^\s*["{[]/;

/** Where its JSON goes wrong: it was not taken as a text either. */
function notJson(text: string, otherwise: EncodeError): EncodeError {
  try {
    readJson(text);
    return otherwise;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return new EncodeError('', `is not JSON: ${error.message}, at character ${error.at + 1}`);
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
