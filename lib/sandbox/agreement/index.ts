export { compareAll, type AgreementOptions, type ComparedCall } from './agreement';
export { agreementText } from './report';
