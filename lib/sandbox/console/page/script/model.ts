/** What the page knows: the organisation, which stays, and what can be changed, which does not. */
export const MODEL = String.raw`
/** @type {any} */
let overview;
/** @type {any} */
let state;
/** Tokens that were got here, the newest in front. */
let kept = [];
/** What of the graph is built from, made anew when something is revoked. */
/** @type {any} */
let web;

function folded(text) {
  return text.normalize('NFKC').toLowerCase();
}

function valueId(api, value) {
  return 'value ' + JSON.stringify([api, value]);
}

/** What an assignment without a role is of. */
const AS_SUCH = 'the API as such';

function routeId(route) {
  return 'route ' + JSON.stringify([route.api, route.key]);
}

function holderId(kind, key) {
  return 'holder ' + JSON.stringify([kind, key]);
}

/** Nodes and lines: who holds what, which route asks for it, and who gets in by the matrix. */
function webOf() {
  const nodes = new Map();
  const put = (id, node) => {
    if (!nodes.has(id)) nodes.set(id, { id, near: new Set(), ...node });
    return nodes.get(id);
  };
  const holds = [];
  const needs = [];
  const reach = [];
  for (const caller of overview.callers) put(holderId('caller', caller.key), { side: 'holder', kind: 'caller', key: caller.key, note: caller.kind, caller, words: folded([caller.key, caller.name, caller.kind, caller.team || ''].join(' ')) });
  for (const api of overview.apis) {
    for (const { value, note } of api.values) put(valueId(api.key, value), { side: 'value', api: api.key, value, note, words: folded([api.key, api.name, value, note].join(' ')) });
  }
  for (const route of overview.routes) {
    const node = put(routeId(route), { side: 'route', api: route.api, route, words: folded([route.api, route.key, route.methods.join(' '), route.path, ...route.doors.map((door) => door.host)].join(' ')) });
    for (const value of new Set(route.needs.flat())) needs.push({ from: valueId(route.api, value), to: node.id });
    for (const who of route.who) {
      const parties = [...(who.isOpenSet ? [] : [holderId('caller', who.caller)]), ...who.principals.map((one) => holderId(one.kind, one.name))];
      for (const id of parties) reach.push({ holder: id, route: node.id });
    }
  }
  for (const grant of state.grants) {
    const { kind, key } = grant.holder;
    const holder = put(holderId(kind, key), { side: 'holder', kind, key, note: kind, words: folded(key + ' ' + kind) });
    const api = overview.apis.find((one) => one.key === grant.api);
    if (grant.values.length === 0 && api) put(valueId(api.key, AS_SUCH), { side: 'value', api: api.key, value: AS_SUCH, note: 'assignment', words: folded([api.key, api.name, AS_SUCH].join(' ')) });
    for (const value of grant.values.length === 0 ? [AS_SUCH] : grant.values) {
      const id = valueId(grant.api, value);
      if (nodes.has(id)) holds.push({ from: holder.id, to: id, isRevoked: grant.isRevoked, grant });
    }
  }
  const link = (one, other) => {
    if (!nodes.has(one) || !nodes.has(other)) return;
    nodes.get(one).near.add(other);
    nodes.get(other).near.add(one);
  };
  for (const { from, to } of [...holds, ...needs]) link(from, to);
  for (const { holder, route } of reach) link(holder, route);
  return { nodes, holds, needs, reach: reach.filter(({ holder }) => nodes.has(holder)) };
}

/** Who gets in, in words. */
function whoText(who) {
  if (who.as === 'anonymous') return 'anyone, without a token';
  const people = who.principals.map((one) => one.name).join(who.together ? ' and ' : ' or ');
  const set = who.isOpenSet ? who.caller.replaceAll('-', ' ') : who.caller;
  return who.as === 'application' ? set + ', for itself' : set + ', for ' + (people === '' ? 'any person' : people);
}

function needText(route) {
  if (route.isPublic) return 'nothing: it is public';
  if (route.needs.length === 0) return 'what nobody has';
  return route.needs.map((one) => one.length === 0 ? 'any token' : one.join(' and ')).join(', or ');
}
`;
