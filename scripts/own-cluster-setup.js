// Before tests that start a cluster each: the jars of it are those of this checkout's other tests.
import { endForsaken, environment } from './broker-tests.js';

export default function setUp() {
  endForsaken();
  Object.assign(process.env, environment);
}
