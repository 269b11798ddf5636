/** The words around schemas and their registry, each in two sentences for a newcomer. */
import type { GlossaryEntry } from './glossary-entry.js';

export const schemaTerms: readonly GlossaryEntry[] = [
  {
    term: 'schema',
    aliases: ['schemas'],
    en: 'What the bytes of a key or a value mean: its fields, their types and their order, in Avro, Protobuf or JSON Schema. Brokers do not look at it; who writes and who reads have to agree on one.',
  },
  {
    term: 'schema registry',
    aliases: ['registry', 'registryPort'],
    en: 'A server beside the brokers that keeps schemas, gives each an id, and refuses a new version that would break readers. A record carries the id alone, and its reader asks the registry for the schema.',
  },
  {
    term: 'subject',
    aliases: ['subjects'],
    en: 'The name under which a registry keeps the versions of one schema, such as orders-value. Compatibility is checked within a subject; one schema under two subjects has the same id.',
  },
  {
    term: 'version',
    aliases: ['versions', 'schema version'],
    en: 'The number of a schema within its subject: 1, 2, 3 and so on. Records do not carry it, but the id, which is the same in every subject.',
  },
  {
    term: 'schema id',
    aliases: ['schemaId', 'guid'],
    en: 'The number that a registry gives a schema: a record carries it in front of its bytes or in a header. It never changes its meaning in one registry, and means something else in another.',
  },
  {
    term: 'magic byte',
    aliases: ['magic', 'wire format', 'framed', 'frame'],
    en: 'The first byte of what a serializer with a registry writes: 0, then four bytes of schema id, then the data (1: then a GUID of 16 bytes). A value without it was written by a program that knows no registry.',
  },
  {
    term: 'serde',
    aliases: ['serdes', 'serializer', 'deserializer', 'serialization', 'encode', 'decode'],
    en: 'What a program turns its data into bytes with, and back (serializer, deserializer). Kafka itself keeps bytes, so that a reader with another serde than the writer had sees errors or nonsense.',
  },
  {
    term: 'poison record',
    aliases: ['poison pill', 'poison message', 'poison'],
    en: 'A record that its reader cannot decode or process, so that it fails, starts again, and fails at the same offset. Find out where it is and who wrote it, then read on behind it; a share group gives it up after some deliveries.',
  },
  {
    term: 'TopicNameStrategy',
    aliases: [
      'topic name strategy',
      'subject name strategy',
      'RecordNameStrategy',
      'TopicRecordNameStrategy',
    ],
    en: 'How serializers name the subject unless told otherwise: TOPIC-value for values, TOPIC-key for keys. RecordNameStrategy takes the name of the record type instead, so that one topic may hold several types.',
  },
  {
    term: 'compatibility level',
    aliases: ['compatibility', 'compatible'],
    en: 'What a registry demands of a new version of a subject: BACKWARD, FORWARD, FULL, one of these with _TRANSITIVE, or NONE. It is set for a subject or for all; what breaks it is refused when it is registered.',
  },
  {
    term: 'schema evolution',
    aliases: ['evolution', 'evolve'],
    en: 'The change of a schema while records of its earlier versions stay in the topic, and readers and writers are updated one by one. Each change is a new version of the subject, and the compatibility level says which ones the registry takes.',
  },
  {
    term: 'BACKWARD',
    aliases: ['backward compatibility', 'backward compatible'],
    en: 'A compatibility level: the new schema can read what was written with the one before, so fields may go, and new ones need a default. Update the consumers first.',
  },
  {
    term: 'FORWARD',
    aliases: ['forward compatibility', 'forward compatible'],
    en: 'A compatibility level: the schema before can read what is written with the new one, so fields may be added, and those that go must have had a default. Update the producers first.',
  },
  {
    term: 'FULL',
    aliases: ['full compatibility', 'fully compatible'],
    en: 'A compatibility level: both BACKWARD and FORWARD, so only fields with a default may come or go. Consumers and producers can be updated in any order.',
  },
  {
    term: '_TRANSITIVE',
    aliases: ['BACKWARD_TRANSITIVE', 'FORWARD_TRANSITIVE', 'FULL_TRANSITIVE'],
    en: 'The end of a compatibility level that compares a new schema with every earlier version, where BACKWARD, FORWARD and FULL compare it with the last one. It is for topics that keep records for long.',
  },
  {
    term: 'no compatibility',
    aliases: ['NONE'],
    en: 'The compatibility level NONE: the registry takes any schema as the next version. Readers find out later what was broken; some registries, Apicurio for one, are at NONE until a level is set.',
  },
  {
    term: 'Avro',
    aliases: ['avsc'],
    en: 'A compact format whose bytes hold no names and no types, so that nothing can be read without the schema it was written with. Schemas are JSON (.avsc); a reader may have a newer one, and defaults fill in what is missing.',
  },
  {
    term: 'Protobuf',
    aliases: ['protocol buffers', 'proto'],
    en: 'A compact format in which each field is written with its number, as a .proto file assigns it. Names may change, numbers may not; readers skip numbers that they do not know.',
  },
  {
    term: 'JSON Schema',
    aliases: ['jsonschema'],
    en: 'Rules for JSON: which members there must be and what they may be. The data remains JSON that anyone can read, so it is larger, and nothing but the rules says what it must be.',
  },
];
