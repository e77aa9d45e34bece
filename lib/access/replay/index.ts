export { type ReplayDefinition } from './definition';
export { Replay, type ReplayOptions, type ReplayReport } from './replay';
export { replayJson, replayText } from './report';
