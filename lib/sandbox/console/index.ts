export { startConsole, type SandboxConsole } from './console';
