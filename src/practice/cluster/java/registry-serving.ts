/** Whether a schema registry answers. */
import { get } from 'node:http';

/** Its list of subjects, which it can tell only once its storage is open. */
export function isRegistryServing(url: string, timeoutMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get(`${url}/subjects`, { agent: false, timeout: timeoutMs }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
  });
}
