export { reviewAnnotations } from './output/annotations';
export { deceptive } from './output/names';
export { reviewSarif } from './output/sarif';
export * from './report';
