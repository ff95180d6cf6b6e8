/// <reference types="jest" />
import { randomUUID } from 'node:crypto';
import { appendContract, expectedRevisionContract, retryContract } from './appends.contract.js';
import { inOrderContract } from './in-order.contract.js';
import { closeContract, sideStoreContract } from './lifetime.contract.js';
import { logContract, subscriptionContract } from './log.contract.js';
import { notesContract } from './notes.contract.js';
import type { ContractGround, ContractPlace } from './contract-support.js';
import type { EventStore } from '../../src/event-store/port.js';

/**
 * What every adapter of the port keeps. Ledger names are fresh in each test, so it runs again and again on one server
 * that holds other data.
 */
export function eventStoreContract(name: string, makePlace: () => Promise<ContractPlace>): void {
  describe(`${name} keeps the contract of the event store`, () => {
    const ground = new FreshGround();
    beforeEach(() => ground.prepare(makePlace));
    afterEach(() => ground.clear());
    appendContract(ground);
    expectedRevisionContract(ground);
    retryContract(ground);
    inOrderContract(ground);
    logContract(ground);
    subscriptionContract(ground);
    sideStoreContract(ground);
    notesContract(ground);
    closeContract(ground);
  });
}

class FreshGround implements ContractGround {
  ledger = '';
  private place: ContractPlace | undefined;
  private opened: EventStore | undefined;

  get store(): EventStore {
    if (!this.opened) throw new Error('no store is open outside a test');
    return this.opened;
  }

  async prepare(makePlace: () => Promise<ContractPlace>): Promise<void> {
    this.place = await makePlace();
    this.ledger = `contract${randomUUID().replaceAll('-', '')}`;
    this.opened = await this.place.open(this.ledger);
  }

  async clear(): Promise<void> {
    await this.opened?.close();
    this.opened = undefined;
    await this.place?.dispose();
  }

  async reopen(ledger: string, batchSize?: number): Promise<void> {
    await this.opened?.close();
    this.opened = await this.place?.open(ledger, batchSize);
  }

  newStream(ledger = this.ledger): string {
    return `${ledger}.agreement-${randomUUID()}`;
  }
}
