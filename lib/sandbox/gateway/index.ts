export { type Ended, type ExchangeCheck } from './exchange';
export { EmbeddedGateway, type GatewayOptions } from './gateway';
export { type LoggedCall } from './log';
export { Networks } from './networks';
export { type ObservedCall } from './observations';
export { answerStatus } from './status';
