import type { Labels } from './labels';

/** Drifts that are injected together, and the rule that has to fire for them. */
export interface Drill {
  drifts: string[];
  /** UID of the rule. */
  rule: string;
  /** Labels that the alert must have. */
  labels: Labels;
  /** Pages that may fire besides, by UID, as they are about the same trouble. */
  mayPage?: string[];
  /** Whether it is run when no drift is named. */
  usual?: boolean;
}

/** What is caught by which rule. Only rules whose windows are an hour or less: a week can't be played in an afternoon. */
export const drills: Drill[] = [
  {
    drifts: ['cart-slow', 'cart-errors'],
    rule: 'histodrift-page-service',
    labels: { service: 'cart' },
    mayPage: ['histodrift-page-burn'],
    usual: true,
  },
  { drifts: ['device-farm'], rule: 'histodrift-new-devices', labels: { merchant: 'market' }, usual: true },
  { drifts: ['password-spraying'], rule: 'histodrift-auth-mix', labels: { realm: 'customers' }, usual: true },
  {
    drifts: ['payment-slow-tail', 'payment-errors'],
    rule: 'histodrift-page-canary',
    labels: { service: 'payment' },
    mayPage: ['histodrift-page-service', 'histodrift-page-burn'],
  },
  {
    drifts: ['inputs-shift', 'model-errors'],
    rule: 'histodrift-page-model',
    labels: { model: 'ranker' },
  },
  { drifts: ['country-appears'], rule: 'histodrift-new-countries', labels: { shop: 'north' } },
  { drifts: ['many-tenants-slow'], rule: 'histodrift-tenants-within', labels: {} },
  { drifts: ['nulls-in-discount'], rule: 'histodrift-etl-nulls', labels: { table: 'orders', column: 'discount' } },
  { drifts: ['currency-renamed'], rule: 'histodrift-etl-values', labels: { table: 'orders' } },
  { drifts: ['under-provisioned'], rule: 'histodrift-capacity-prediction', labels: { service: 'api' } },
];
