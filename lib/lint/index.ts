export { consentRisk, type ConsentedPermission, type ConsentRisk } from './consent/consent-risk';
