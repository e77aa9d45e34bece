export { consolePage } from './page';
