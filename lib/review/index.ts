export { reviewAnnotations } from './output/annotations';
export { reviewSarif } from './output/sarif';
export * from './report';
