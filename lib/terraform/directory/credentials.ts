import { itemsOf, type Json } from '../json';
import { type Credential, type DirectoryPlace } from './types';

/** What a resource or block says of a credential; never the credential itself. */
export function credentialOf(kind: Credential['kind'], values: Json, text: (value: unknown) => string, place: DirectoryPlace): Credential {
  const named = (name: string, field: string): Readonly<Record<string, string>> => {
    const value = text(values[field]);
    return value === '' ? {} : { [name]: value };
  };
  const audience = text(values['audience']);
  return {
    kind,
    displayName: text(values['display_name']),
    ...named('startsAt', 'start_date'),
    ...named('endsAt', 'end_date'),
    ...named('relativeEnd', 'end_date_relative'),
    ...named('subject', 'subject'),
    ...named('issuer', 'issuer'),
    ...named('expression', 'claims_matching_expression'),
    audiences: [...itemsOf(values['audiences']).map(text), ...(audience === '' ? [] : [audience])],
    place,
  };
}
