/** What is to be read, of topics or of the log of the cluster's metadata, which is named as a topic is. */
import { isMetadataLog } from '../../schemas/internal/internal-topic-names.js';
import type { KafkaSession } from '../session/session.js';
import { planRanges, type RangeRequest, type ReadPlan } from './read-ranges.js';

/** Throws LabError. */
export async function planRead(session: KafkaSession, request: RangeRequest): Promise<ReadPlan> {
  if (!request.topics.some(isMetadataLog)) return planRanges(session, request);
  const { planMetadataLog } = await import('./metadata-log.js');
  return planMetadataLog(session, request);
}
