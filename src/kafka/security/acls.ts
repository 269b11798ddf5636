/** Access rules: principals, operations and resources as typed; listed, added and removed. */
import { LabError } from '../../text/errors.js';
import { kebab } from '../../text/letter-case.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import {
  aclOperation,
  aclPatternType,
  aclPermissionType,
  aclResourceType,
} from '../../wire/requests/acl-enums.js';
import { createAcls } from '../../wire/requests/create-acls.js';
import { deleteAcls } from '../../wire/requests/delete-acls.js';
import { describeAcls } from '../../wire/requests/describe-acls.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';
import { untilSeen } from '../session/until-seen.js';
import { notController, withController } from '../session/with-controller.js';

export interface Acl {
  /** `User:alice` */
  readonly principal: string;
  readonly host: string;
  readonly permission: string;
  readonly operation: string;
  /** topic, group, cluster, transactional-id … */
  readonly resource: string;
  readonly name: string;
  /** `prefixed`: every resource whose name begins with it. */
  readonly pattern: string;
}

/** Absent parts match anything. `pattern: 'match'` finds every rule that applies to the name. */
export type AclFilter = Partial<Acl>;

const resources = words(aclResourceType);
const operations = words(aclOperation);
const patterns = words(aclPatternType);
const permissions = words(aclPermissionType);

export const aclOperations = [...operations.keys()].filter((word) => word !== 'any');
/** The name of the only resource of type cluster. */
export const clusterResource = 'kafka-cluster';

/** Sorted by resource. Throws LabError 'refused' if the cluster has no authorizer. */
export async function listAcls(session: KafkaSession, filter: AclFilter = {}): Promise<readonly Acl[]> {
  const answer = await send(await session.anyBroker(), describeAcls, wireFilter(filter));
  if (answer.errorCode !== 0) {
    throw aclRefusal('Access rules could not be listed', answer.errorCode, answer.errorMessage);
  }
  return answer.resources
    .flatMap(({ resourceType, resourceName, patternType, acls }) =>
      acls.map((acl) => aclOf({ ...acl, resourceType, resourceName, patternType })),
    )
    .sort((one, other) => (aclText(one) < aclText(other) ? -1 : 1));
}

/** Resolves once they can be read back. Existing rules are not an error. Throws LabError 'refused'. */
export async function addAcls(session: KafkaSession, acls: readonly Acl[]): Promise<void> {
  if (acls.length === 0) return;
  const failed = await withController(session, async (controller) => {
    const { results } = await send(controller, createAcls, {
      creations: acls.map((acl) => ({
        resourceType: number(resources, acl.resource),
        resourceName: acl.name,
        resourcePatternType: number(patterns, acl.pattern),
        principal: acl.principal,
        host: acl.host,
        operation: number(operations, acl.operation),
        permissionType: number(permissions, acl.permission),
      })),
    });
    if (results.some(({ errorCode }) => errorCode === notController)) return undefined;
    return results.find(({ errorCode }) => errorCode !== 0) ?? null;
  });
  if (failed) throw aclRefusal('Not every rule was added', failed.errorCode, failed.errorMessage);
  const wanted = acls.map(aclText);
  await untilSeen(
    session,
    () => listAcls(session),
    (all) => {
      const texts = new Set(all.map(aclText));
      return wanted.every((text) => texts.has(text));
    },
  );
}

/** Those that were removed; resolves once they can no longer be read. Throws LabError 'refused'. */
export async function removeAcls(
  session: KafkaSession,
  filters: readonly AclFilter[],
): Promise<readonly Acl[]> {
  if (filters.length === 0) return [];
  const results = await withController(session, async (controller) => {
    const { filterResults } = await send(controller, deleteAcls, {
      filters: filters.map(wireFilter),
    });
    return filterResults.some(({ errorCode }) => errorCode === notController) ? undefined : filterResults;
  });
  const failed =
    results.find(({ errorCode }) => errorCode !== 0) ??
    results.flatMap(({ matchingAcls }) => matchingAcls).find(({ errorCode }) => errorCode !== 0);
  if (failed) throw aclRefusal('Not every rule was removed', failed.errorCode, failed.errorMessage);
  const removed = results.flatMap(({ matchingAcls }) => matchingAcls.map(aclOf));
  const gone = new Set(removed.map(aclText));
  await untilSeen(
    session,
    () => listAcls(session),
    (all) => !all.some((acl) => gone.has(aclText(acl))),
  );
  return removed.sort((one, other) => (aclText(one) < aclText(other) ? -1 : 1));
}

/** A unique text for each rule. */
export function aclText({ resource, name, pattern, permission, principal, operation, host }: Acl): string {
  return [resource, name, pattern, principal, permission, operation, host].join(' ');
}

const withoutAuthorizer =
  'This cluster has no authorizer: there are no access rules, and every client that reaches a broker may do everything.';

/** Whether that is why there are no rules, in contrast to rules that may not be seen. */
export function isWithoutAuthorizer({ message }: LabError): boolean {
  return message === withoutAuthorizer;
}

function aclRefusal(what: string, errorCode: number, detail: string | null): LabError {
  if (errorCode !== errorCodeNamed('SECURITY_DISABLED')) return refusal(what, errorCode, detail);
  return new LabError('refused', withoutAuthorizer, {
    hint: 'Set authorizer.class.name in server.properties: kafka.security.authorizer.AclAuthorizer with ZooKeeper, org.apache.kafka.metadata.authorizer.StandardAuthorizer with KRaft.',
  });
}

function wireFilter({ principal, host, permission, operation, resource, name, pattern }: AclFilter) {
  return {
    resourceTypeFilter: number(resources, resource ?? 'any'),
    resourceNameFilter: name ?? null,
    patternTypeFilter: number(patterns, pattern ?? 'any'),
    principalFilter: principal ?? null,
    hostFilter: host ?? null,
    operation: number(operations, operation ?? 'any'),
    permissionType: number(permissions, permission ?? 'any'),
  };
}

function aclOf(wire: {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}): Acl {
  return {
    principal: wire.principal,
    host: wire.host,
    permission: word(permissions, wire.permissionType),
    operation: word(operations, wire.operation),
    resource: word(resources, wire.resourceType),
    name: wire.resourceName,
    pattern: word(patterns, wire.patternType),
  };
}

function words(numbers: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  return new Map(Object.entries(numbers).map(([name, value]) => [kebab(name), value]));
}

function number(all: ReadonlyMap<string, number>, name: string): number {
  return all.get(name) ?? 0;
}

/** A newer broker may send values that are unknown here. */
function word(all: ReadonlyMap<string, number>, value: number): string {
  return [...all].find(([, each]) => each === value)?.[0] ?? `unknown-${value}`;
}
