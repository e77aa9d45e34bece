export { admits, networksOf, tellingAddresses } from './addresses';
export { decide, type Call } from './decide';
export type { Check, Decision, PresentedToken } from './decision';
export {
  checkSignature,
  decodeToken,
  explain,
  explanationJson,
  explanationText,
  parseRequest,
  readKeys,
  type DecodedToken,
  type ExplainedCheck,
  type ExplainedToken,
  type Explanation,
  type ExplainOptions,
  type PublicJwk,
  type SignatureFinding,
} from './explain';
export { foreignOf, idsIn, withForeign } from './foreign';
export { gatewayOf, type Gateway, type GatewayRoute, type GatewaySettings, type KongFileContent } from './gateway';
export { accessMatrix } from './matrix';
export { RouteJudge, type JudgedEntrance, type JudgedRoute } from './route-judge';
export { renderedGateway } from './rendered-gateway';
export { type AccessMatrix, type Deployment, type MatrixEntry, type OpenSet } from './matrix-entry';
export { entrancesOf, routePlaces, type Entrance } from './probe';
export { findShadows, requestLine, shadowText, type RouterSetting, type Shadow, type ShadowKind, type ShadowOptions } from './shadows';
export { Replay, replayJson, replayText, type ReplayDefinition, type ReplayOptions, type ReplayReport } from './replay';
export { TokenIssuer, type IssuedToken, type SignedInPerson, type TokenOptions, type TokenRequest } from './token';
export {
  checkPolicy,
  coverageMisses,
  failureLines,
  PolicyChecker,
  policyJson,
  policyJunit,
  policyText,
  resultLines,
  traceLines,
  type CalledThing,
  type Covered,
  type CoverageThresholds,
  type Expectation,
  type ExpectationResult,
  type NamedCaller,
  type NamedReport,
  type OpenSetCaller,
  type Policy,
  type PolicyCaller,
  type PolicyCoverage,
  type PolicyFailure,
  type PolicyReport,
  type PolicySource,
} from './policy';
export { matrixTable } from './table';
export { visible, visibleJson } from './visible';
