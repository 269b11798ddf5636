/** ZooKeeper's error codes (KeeperException.Code) in words, and a refusal as a LabError. */
import { LabError, type ErrorCode } from '../../text/errors.js';

interface ZooKeeperError {
  readonly name: string;
  readonly meaning: string;
  readonly code?: ErrorCode;
  readonly hint?: string;
}

export const errorNumber = {
  unimplemented: -6,
  noNode: -101,
  noAuth: -102,
  nodeExists: -110,
  notEmpty: -111,
  sessionExpired: -112,
} as const;

const aclHint = "kafka-lab connects without credentials; the node's ACL must allow world:anyone.";

const errors: Readonly<Record<number, ZooKeeperError>> = {
  [-1]: { name: 'SystemError', meaning: 'a fault inside the server' },
  [-2]: { name: 'RuntimeInconsistency', meaning: 'the server found its own state inconsistent' },
  [-3]: { name: 'DataInconsistency', meaning: 'the server found its data inconsistent' },
  [-4]: { name: 'ConnectionLoss', meaning: 'the server lost its connection' },
  [-5]: { name: 'MarshallingError', meaning: 'the server could not read the request' },
  [-6]: { name: 'Unimplemented', meaning: 'this version of ZooKeeper cannot do that' },
  [-7]: { name: 'OperationTimeout', meaning: 'the server took too long', code: 'timeout' },
  [-8]: { name: 'BadArguments', meaning: 'the server does not accept the path or another argument' },
  [-13]: { name: 'NewConfigNoQuorum', meaning: 'the servers have no quorum' },
  [-101]: { name: 'NoNode', meaning: 'there is no such node', code: 'not-found' },
  [-102]: { name: 'NoAuth', meaning: "the node's ACL does not allow it", hint: aclHint },
  [-103]: { name: 'BadVersion', meaning: 'the node has changed in the meantime' },
  [-108]: { name: 'NoChildrenForEphemerals', meaning: 'an ephemeral node can have no children' },
  [-110]: { name: 'NodeExists', meaning: 'the node exists already', code: 'exists' },
  [-111]: { name: 'NotEmpty', meaning: 'the node has children, which must be deleted first' },
  [-112]: { name: 'SessionExpired', meaning: 'the server has ended the session', code: 'failed' },
  [-114]: { name: 'InvalidACL', meaning: 'the ACL is not valid' },
  [-115]: { name: 'AuthFailed', meaning: 'the server did not accept the login' },
  [-118]: { name: 'SessionMoved', meaning: 'the session has moved to another server' },
  [-119]: { name: 'NotReadOnly', meaning: 'the server is read-only at the moment' },
  [-122]: { name: 'RequestTimeout', meaning: 'the request took too long', code: 'timeout' },
  [-124]: {
    name: 'SessionClosedRequireSaslAuth',
    meaning: 'the server only talks to clients that log in with SASL',
    hint: 'kafka-lab cannot log in to ZooKeeper; ask the brokers instead: kafka-lab brokers list',
  },
  [-125]: { name: 'QuotaExceeded', meaning: 'a quota on the path is exceeded' },
  [-127]: { name: 'ThrottledOp', meaning: 'the server is overloaded and rejected the request' },
};

/** A request that the server answered with an error; `errorNumber` tells which. */
export class ZooKeeperRefusal extends LabError {
  readonly number: number;

  constructor(what: string, address: string, number: number) {
    const error = errors[number];
    const meaning = error ? `${error.meaning} (${error.name})` : `error ${number}`;
    super(error?.code ?? 'refused', `${what} at ${address}: ${meaning}.`, {
      ...(error?.hint === undefined ? {} : { hint: error.hint }),
    });
    this.number = number;
  }
}

export function isRefusal(error: unknown, number: number): error is ZooKeeperRefusal {
  return error instanceof ZooKeeperRefusal && error.number === number;
}
