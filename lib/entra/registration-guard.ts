import { Application } from '@cdktf/provider-azuread/lib/application';
import { ServicePrincipal } from '@cdktf/provider-azuread/lib/service-principal';
import { TerraformElement } from 'cdktf';
import { Construct } from 'constructs';
import { terraformLiteral, terraformName, type AccessModel } from '../model';
import { pinByName } from './address';
import { isRegistered } from './entra-client';
import { TerraformData } from './terraform-data';

/** Inputs of {@link RegistrationGuard}. */
export interface RegistrationGuardProps {
  /** The definition: its registrations, active and retired, are remembered. */
  readonly model: AccessModel;
}

/**
 * Remembers every registration there ever was, which synthesis cannot: one that is dropped from
 * the definition without being retired makes the plan fail, naming its key. A registration
 * retired with `keep` leaves the state and stays in Entra; with `delete` it is destroyed.
 *
 * A retired entry stays in the definition. Taking down a whole stack needs
 * `terraform state rm terraform_data.retire_before_dropping` first.
 */
export class RegistrationGuard extends Construct {
  constructor(scope: Construct, id: string, props: RegistrationGuardProps) {
    super(scope, id);
    const { apis, clients, retired } = props.model;

    const guard = pinByName(new TerraformData(this, 'Guard', { lifecycle: { preventDestroy: true } }), 'retire_before_dropping');
    // The kind is part of the key: a client that becomes an API is another registration.
    guard.addOverride(
      'for_each',
      Object.fromEntries([
        ...apis.map(({ key }) => guardEntry('api', key)),
        ...clients.filter(isRegistered).map(({ key }) => guardEntry('client', key)),
        ...retired.map(({ kind, key }) => guardEntry(kind, key)),
      ]),
    );
    const kept = retired.filter(({ then }) => then === 'keep').map(({ kind, key }) => terraformName(kind, key));
    if (kept.length > 0) new Forgotten(this, 'Kept', kept.flatMap(addressesOf));
  }
}

function guardEntry(kind: string, key: string): readonly [string, string] {
  return [terraformLiteral(`${kind}/${key}`), terraformLiteral(key)];
}

function addressesOf(name: string): readonly string[] {
  return [Application, ServicePrincipal].map((type) => `${type.tfResourceType}.${name}`);
}

/** Resources that leave the state and stay in the directory. */
class Forgotten extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly addresses: readonly string[],
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    return { removed: this.addresses.map((from) => ({ from, lifecycle: { destroy: false } })) };
  }
}
