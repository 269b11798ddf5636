/** What to change if a broker advertises an address that cannot be reached from here. */
import { isIP } from 'node:net';
import { formatAddress, type Address } from '../../net/addresses.js';
import type { DoctorStep } from './connection-steps.js';

/** `reached`: the bootstrap server that answered, whose host is a good guess for the right one. */
export function advertisedAdvice(
  { step, hint }: Pick<DoctorStep, 'step' | 'hint'>,
  advertised: Address & { readonly id: number },
  reached: Address,
): string {
  if (step !== 'DNS' && step !== 'TCP') return hint ?? '';
  const at = formatAddress(advertised);
  const better = formatAddress({ host: reached.host, port: reached.port });
  const service = isService(advertised.host) ? advertised.host : `broker ${advertised.id}`;
  const cause =
    step === 'DNS' && isService(advertised.host)
      ? `"${advertised.host}" looks like the name of a compose service, which only other containers know.`
      : `Clients are sent to ${at}, which does not lead to the broker from this machine; or broker ${advertised.id} is down.`;
  return [
    cause,
    `In the compose file, service ${service}: a listener for programs outside of the containers, advertised by an address that they reach:`,
    `  KAFKA_ADVERTISED_LISTENERS: INTERNAL://${isService(advertised.host) ? advertised.host : service.replace(' ', '')}:29092,HOST://${better}`,
    `  ports: ["${reached.port}:${reached.port}"]`,
    `Without Docker, in server.properties of broker ${advertised.id}: advertised.listeners=…://${better}`,
  ].join('\n');
}

/** One word and no dot: not a name that an outside name server knows. */
function isService(host: string): boolean {
  return isIP(host) === 0 && host !== 'localhost' && !host.includes('.');
}
