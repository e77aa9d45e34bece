export {
  agreementText,
  compareAll,
  probeAll,
  probesText,
  verdictText,
  type AgreementOptions,
  type ComparedCall,
  type Probe,
  type ProbeKind,
  type ProbeOptions,
} from './agreement';
export { type SandboxAnswer, type SandboxCall } from './call';
export { TokenRefused, type ReceivedToken, type SignInOptions } from './callers';
export { startConsole, type SandboxConsole } from './console';
export { type LoggedCall, type ObservedCall } from './gateway';
export { Sandbox, type SandboxPerson, type SandboxTokenRequest } from './sandbox';
export { startSandbox, type SandboxOptions } from './start';
export { fiveSteps, type TracedCall } from './trace';
export { upstreamsIn } from './upstreams';
