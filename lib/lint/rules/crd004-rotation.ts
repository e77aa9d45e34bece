import { blocksOf, type Credential } from '../../terraform';
import { defineRule } from '../rule';
import { type LintView } from '../view/view';

export const crd004 = defineRule({
  id: 'CRD004',
  severity: 'error',
  title: 'A secret is replaced after its successor is in use',
  cause:
    'Terraform destroys before it creates unless told otherwise: between the two, and until the consumer has the new one, nothing can sign in.',
  fix: 'set `lifecycle.create_before_destroy`, or keep two secrets and rotate them in turn',
  source: 'https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/application_password',
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      const secrets = application.credentials.filter(({ kind, place }) => kind === 'secret' && place.resource.type.endsWith('_password'));
      // Of two, one is in use while the other is replaced.
      if (secrets.length !== 1) continue;
      for (const secret of secrets) {
        const how = gapOf(secret, view);
        if (how === undefined) continue;
        const place = view.placeOf(secret.place);
        yield {
          subject: `${view.subjectOf(application)}/${secret.displayName || secret.place.resource.address}`,
          message: 'the only secret is destroyed before its successor is made',
          place: { ...place, argument: how.argument },
          disagree: [
            { what: 'rotation', value: how.value, where: `${place.address ?? ''} ${how.argument}` },
            { what: 'order that keeps one alive', value: 'create before destroy', where: 'CRD004' },
          ],
        };
      }
    }
  },
});

function gapOf({ place: { resource } }: Credential, view: LintView): { readonly argument: string; readonly value: string } | undefined {
  const change = (view.input.changes ?? []).find(({ address }) => address === resource.address);
  if (change?.actions.join() === 'delete,create') return { argument: 'lifecycle', value: 'delete, create' };
  const rotates = resource.values['rotate_when_changed'];
  const isOrdered = blocksOf(resource.values['lifecycle']).some((block) => block['create_before_destroy'] === true);
  // A plan does not have `lifecycle`, and shows the order itself.
  if (rotates === undefined || isOrdered || view.input.hasLifecycle !== true) return undefined;
  return { argument: 'rotate_when_changed', value: 'without create_before_destroy' };
}
