export { AuditLog, type AuditLogProps } from './audit-log';
export { AuditStack, type AuditStackProps } from './audit-stack';
