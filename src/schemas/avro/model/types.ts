/** An Avro schema as data (Avro 1.12, https://avro.apache.org/docs/1.12.0/specification/): names resolved, logical types checked. */

export type PrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export type TimeUnit = 'millis' | 'micros' | 'nanos';

export type Logical =
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'big-decimal' | 'date' | 'uuid' | 'duration' }
  | { readonly kind: 'time' | 'timestamp' | 'local-timestamp'; readonly unit: TimeUnit };

export interface PrimitiveType {
  readonly kind: PrimitiveName;
  readonly logical?: Logical;
}

interface Named {
  /** With its namespace. */
  readonly name: string;
  /** Full names that it had before. */
  readonly aliases: readonly string[];
}

export interface Field {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: AvroType;
  /** JSON, as it is written in the schema. */
  readonly default?: string;
}

export interface RecordType extends Named {
  readonly kind: 'record';
  /** Filled once its own name is known, which its fields may use. */
  readonly fields: readonly Field[];
}

export interface EnumType extends Named {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  /** What a reader takes for a symbol that it does not know. */
  readonly default?: string;
}

export interface FixedType extends Named {
  readonly kind: 'fixed';
  /** In bytes. */
  readonly size: number;
  readonly logical?: Logical;
}

interface ArrayType {
  readonly kind: 'array';
  readonly items: AvroType;
}

interface MapType {
  readonly kind: 'map';
  readonly values: AvroType;
}

export interface UnionType {
  readonly kind: 'union';
  readonly branches: readonly AvroType[];
}

export type NamedType = RecordType | EnumType | FixedType;
export type AvroType = PrimitiveType | NamedType | ArrayType | MapType | UnionType;

export function isNamed(type: AvroType): type is NamedType {
  return type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed';
}

/** What a branch of a union is called in `{"NAME": value}`. */
export function branchName(type: AvroType): string {
  return isNamed(type) ? type.name : type.kind;
}

/** Of a type with bytes for people: the logical type that it has, if any. */
export function logicalOf(type: AvroType): Logical | undefined {
  return 'logical' in type ? type.logical : undefined;
}
