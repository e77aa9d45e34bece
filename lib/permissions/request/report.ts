import { visible, visibleJson } from '../../access';
import { codeBlock, markdownText } from '../markdown';
import { type AdministratorRequest, type RequestBundle } from './types';

/** Bundles for programs. */
export function requestJson(bundles: readonly RequestBundle[]): string {
  return visibleJson({ formatVersion: 1, bundles });
}

/** Bundles for a terminal. */
export function requestText(bundles: readonly RequestBundle[]): string {
  const lines = bundles.flatMap((bundle, at) => [
    ...(at === 0 ? [] : ['']),
    `${bundle.name}: tenant ${bundle.tenantId}, cloud ${bundle.cloud}`,
    `  first: ${bundle.signIn}`,
    ...bundle.requests.flatMap((one, number) => [
      '',
      `${number + 1}. ${one.what}`,
      ...fieldsOf(one).map(([name, value]) => `   ${name}: ${value}`),
      ...one.command.split('\n').map((line) => `   ${line}`),
    ]),
    ...bundle.byPeople.map((what) => `a person: ${what}`),
    ...(isNothing(bundle) ? ['  nothing needs an administrator'] : []),
  ]);
  return lines.map((line) => `${visible(line)}\n`).join('');
}

/** Bundles to hand over. Names and descriptions are shown as they are; nothing in them is Markdown, HTML or a part of a command. */
export function requestMarkdown(bundles: readonly RequestBundle[]): string {
  return `${bundles.map(document).join('\n\n')}\n`;
}

function document(bundle: RequestBundle): string {
  return [
    `# Requests to an administrator: ${markdownText(bundle.name)}`,
    `Tenant ${markdownText(bundle.tenantId)}, cloud ${markdownText(bundle.cloud)}. Commands are for a POSIX shell with the Azure CLI, such as Azure Cloud Shell. Each grants what it stands under and nothing else. Sign in first:`,
    codeBlock(bundle.signIn, 'sh'),
    ...bundle.requests.flatMap((one, at) => [
      `## ${at + 1}\\. ${markdownText(one.what)}`,
      fieldsOf(one)
        .map(([name, value]) => `- ${name}: ${markdownText(value)}`)
        .join('\n'),
      codeBlock(one.command, 'sh'),
    ]),
    ...(bundle.byPeople.length === 0
      ? []
      : [`## What a person does himself`, bundle.byPeople.map((what) => `- ${markdownText(what)}`).join('\n')]),
    ...(isNothing(bundle) ? ['Nothing needs an administrator.'] : []),
  ].join('\n\n');
}

function fieldsOf(one: AdministratorRequest): readonly (readonly [string, string])[] {
  return [
    ['For', one.id === undefined ? one.whom : `${one.whom} (${one.id})`],
    ['Why', one.why],
    ['Risk', `${one.tier === 'unknown' ? '' : `tier ${one.tier}: `}${one.risk}`],
    ['Who may grant it', one.approver],
    ...one.variables.map(({ name, how }) => ['Set before', `${name}, the ${how}`] as const),
    ...(one.link === undefined ? [] : [['Or, with all else it asks for', one.link] as const]),
  ];
}

function isNothing({ requests, byPeople }: RequestBundle): boolean {
  return requests.length + byPeople.length === 0;
}
