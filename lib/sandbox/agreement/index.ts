export { compareAll, type AgreementOptions, type ComparedCall } from './agreement';
export { type Probe, type ProbeKind } from './probe';
export { probeAll, type ProbeOptions } from './probe-all';
export { agreementText, probesText, verdictText } from './report';
