// Has jest run test files in the order in which they are named to it: those first that are likely to fail soon.
import { relative } from 'node:path';

export default class InGivenOrder {
  sort(tests) {
    const place = ({ path }) => process.argv.indexOf(relative(process.cwd(), path));
    return [...tests].sort((a, b) => place(a) - place(b));
  }

  // What else jest asks of whatever orders tests: nothing is divided, and nothing kept.
  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    return undefined;
  }
}
