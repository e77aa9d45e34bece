/** Who calls in a run of the fuzzer, and for whom. */
export interface FuzzCaller {
  readonly caller: string;
  readonly api: string;
  /** Groups of the person for whom it calls; absent where it calls for itself. */
  readonly groups?: readonly string[];
}

export const FUZZ_CALLERS: readonly FuzzCaller[] = [
  { caller: 'erp-sync', api: 'orders' },
  { caller: 'erp-sync', api: 'invoices' },
  { caller: 'warehouse-robot', api: 'shipments' },
  { caller: 'backoffice', api: 'orders', groups: ['staff'] },
  { caller: 'backoffice', api: 'invoices', groups: ['staff'] },
];
