import type { Cloud } from '../model';

const clouds: Readonly<Record<Cloud, string>> = {
  global: 'public',
  usgovernmentl4: 'usgovernment',
  usgovernmentl5: 'usgovernment',
  china: 'china',
};

/** Name of a cloud for the azurerm provider and backend. @see https://developer.hashicorp.com/terraform/language/backend/azurerm */
export function azureCloud(cloud: Cloud): string {
  return clouds[cloud];
}
