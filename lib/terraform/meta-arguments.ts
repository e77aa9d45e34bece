/** Arguments of Terraform itself, which no state has. */
export const META_ARGUMENTS: readonly string[] = [
  '//',
  'lifecycle',
  'depends_on',
  'provider',
  'for_each',
  'count',
  'provisioner',
  'connection',
];
