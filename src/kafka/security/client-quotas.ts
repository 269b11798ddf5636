/** Limits on what clients may use, by user, client id and address: read and changed. */
import { LabError } from '../../text/errors.js';
import { alterClientQuotas } from '../../wire/requests/alter-client-quotas.js';
import { describeClientQuotas, quotaMatch } from '../../wire/requests/describe-client-quotas.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';
import { untilSeen } from '../session/until-seen.js';

export const quotaEntityTypes = ['user', 'client-id', 'ip'] as const;
export type QuotaEntityType = (typeof quotaEntityTypes)[number];

/** Null is the default, for those without a quota of their own. Types that are not named do not matter. */
export type QuotaEntity = Readonly<Partial<Record<QuotaEntityType, string | null>>>;

/** The unit of each. */
export const quotaLimits = {
  producer_byte_rate: 'bytes/s',
  consumer_byte_rate: 'bytes/s',
  request_percentage: '% of a thread',
  controller_mutation_rate: 'mutations/s',
  connection_creation_rate: 'connections/s',
} as const;

export interface ClientQuota {
  readonly entity: QuotaEntity;
  readonly limits: Readonly<Record<string, number>>;
}

/** Quotas with exactly these parts of an entity, whatever others it has; none for all. */
export async function listQuotas(
  session: KafkaSession,
  filter: QuotaEntity = {},
): Promise<readonly ClientQuota[]> {
  const { errorCode, errorMessage, entries } = await send(await session.anyBroker(), describeClientQuotas, {
    components: partsOf(filter).map(([entityType, name]) => ({
      entityType,
      matchType: name === null ? quotaMatch.default : quotaMatch.exact,
      match: name,
    })),
  });
  if (errorCode !== 0) throw refusal('Quotas could not be listed', errorCode, errorMessage);
  return (entries ?? [])
    .map(({ entity, values }) => ({
      entity: Object.fromEntries(
        quotaEntityTypes.flatMap((type) => {
          const part = entity.find(({ entityType }) => entityType === type);
          return part ? [[type, part.entityName]] : [];
        }),
      ),
      limits: Object.fromEntries(
        values
          .map(({ key, value }) => [key, value] as const)
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      ),
    }))
    .sort((one, other) => (entityText(one.entity) < entityText(other.entity) ? -1 : 1));
}

export interface QuotaChange {
  readonly set: Readonly<Record<string, number>>;
  readonly remove: readonly string[];
}

/** Resolves with the new quota once it can be read back. Throws LabError 'refused' with the broker's message. */
export async function alterQuota(
  session: KafkaSession,
  entity: QuotaEntity,
  { set, remove }: QuotaChange,
): Promise<ClientQuota> {
  const { entries } = await send(await session.anyBroker(), alterClientQuotas, {
    entries: [
      {
        entity: partsOf(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
        ops: [
          ...Object.entries(set).map(([key, value]) => ({ key, value, remove: false })),
          ...remove.map((key) => ({ key, value: 0, remove: true })),
        ],
      },
    ],
  });
  const [answer] = entries;
  if (answer && answer.errorCode !== 0) {
    throw refusal(
      `The quota of ${entityText(entity)} was not changed`,
      answer.errorCode,
      answer.errorMessage,
    );
  }
  return untilSeen(
    session,
    () => quotaOf(session, entity),
    ({ limits }) =>
      Object.entries(set).every(([key, value]) => limits[key] === value) &&
      remove.every((key) => !(key in limits)),
  );
}

/** Without limits if there are none. */
export async function quotaOf(session: KafkaSession, entity: QuotaEntity): Promise<ClientQuota> {
  const all = await listQuotas(session, entity);
  return all.find((each) => entityText(each.entity) === entityText(entity)) ?? { entity, limits: {} };
}

/** `user alice, any other client-id`: a unique text for each entity. */
export function entityText(entity: QuotaEntity): string {
  return partsOf(entity)
    .map(([type, name]) => (name === null ? `any other ${type}` : `${type} ${name}`))
    .join(', ');
}

function partsOf(entity: QuotaEntity): readonly (readonly [QuotaEntityType, string | null])[] {
  return quotaEntityTypes.flatMap((type) => {
    const name = entity[type];
    return name === undefined ? [] : [[type, name] as const];
  });
}

/** The broker's answer to a wrong combination is only "unsupported". Throws LabError 'usage'. */
export function checkEntity(entity: QuotaEntity): void {
  const parts = partsOf(entity);
  if (parts.length === 0) {
    throw new LabError('usage', 'Name the user, client id or address: --user, --client-id or --ip.', {
      hint: 'For all users without a quota of their own: --default user',
    });
  }
  if (parts.length > 1 && entity.ip !== undefined) {
    throw new LabError('usage', 'A quota is for an address, or for users and client ids, not for both.');
  }
}
