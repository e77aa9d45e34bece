export { decodeToken, type DecodedToken } from './decode';
export { explain, type ExplainedCheck, type ExplainedToken, type Explanation, type ExplainOptions } from './explain';
export { explanationJson, explanationText } from './report';
export { parseRequest, requestText } from './request';
export { checkSignature, readKeys, type PublicJwk, type SignatureFinding } from './signature';
