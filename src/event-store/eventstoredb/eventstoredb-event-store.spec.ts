import { startStandIn } from '../../../test/support/eventstoredb/stand-in.js';
import { eventStoreContract } from '../../../test/contract/event-store.contract.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';

const realServer = process.env.TEST_EVENTSTORE_URL;

eventStoreContract('The EventStoreDB store', async () => {
  const standIn = realServer === undefined ? await startStandIn() : undefined;
  const url = realServer ?? standIn?.url ?? '';
  return {
    open: (ledger, batchSize) => openEventStoreDb({ url, ledger, batchSize }),
    dispose: async () => standIn?.kill(),
  };
});
