import { some, type Change } from './change-draft';
import { APIS, HOLDINGS } from './change-holdings';
import { CONDITIONS, PLACES } from './change-routes';

/** Changes of a definition that let nobody in and keep nobody out. */
export const QUIET: Readonly<Record<string, Change>> = {
  'a description changes': ({ model }, choice) => some(model.apis, choice, (api) => (api.description = 'another')),
  'an upstream changes': ({ environment }, choice) =>
    some(Object.keys(environment.upstreams), choice, (name) => (environment.upstreams[name] = 'https://moved.internal:8443')),
};

const NETWORKS: Readonly<Record<string, Change>> = {
  'networks are restricted': ({ model }, choice) =>
    some(
      model.routes.filter(({ networks }) => networks === undefined),
      choice,
      (route) => (route.networks = 'office'),
    ),
  'networks are restricted no more': ({ model }, choice) =>
    some(
      model.routes.filter(({ networks }) => networks !== undefined),
      choice,
      (route) => delete route.networks,
    ),
};

/** Changes of a definition that may let somebody in or keep somebody out. */
export const CHANGES: Readonly<Record<string, Change>> = { ...CONDITIONS, ...PLACES, ...HOLDINGS, ...APIS, ...NETWORKS };
