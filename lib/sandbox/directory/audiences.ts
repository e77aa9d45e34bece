/** Whose accounts may sign in at an application. */
export const AUDIENCES = ['AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount', 'PersonalMicrosoftAccount'];

/** Whether personal accounts are among them, for which the directory takes less. */
export function isPersonal(audience: string): boolean {
  return audience.includes('Personal');
}
