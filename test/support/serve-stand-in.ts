/**
 * A stand-in for EventStoreDB as a process of its own: says `listening on <connection string>`, and ends when its standard
 * input does, and with it whoever started it.
 */
import { startStandIn } from './eventstoredb/stand-in.js';

const standIn = await startStandIn();
console.log(`listening on ${standIn.url}`);
process.stdin.on('end', () => process.exit(0)).resume();
