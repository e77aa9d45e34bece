import { jsonAnswer, type ServedAnswer } from '../network';

/** A refusal of Entra: what `error` says, and the code that tells why. */
export class EntraRefusal extends Error {
  constructor(
    /** Number of the code, such as 7000215; undefined where it is not established which one Entra gives. */
    public readonly code: number | undefined,
    /** `error` of OAuth, such as `invalid_client`. */
    public readonly error: string,
    message: string,
    public readonly suberror?: string,
  ) {
    super(code === undefined ? message : `AADSTS${String(code)}: ${message}`);
    this.name = 'EntraRefusal';
  }
}

/** The refusal as the token endpoint answers it. */
export function refusalAnswer({ code, error, message, suberror }: EntraRefusal, now: number, trace: string): ServedAnswer {
  const time = new Date(now).toISOString();
  return jsonAnswer(error === 'invalid_client' ? 401 : 400, {
    error,
    error_description: `${message} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: ${time.slice(0, 19).replace('T', ' ')}Z`,
    error_codes: code === undefined ? [] : [code],
    timestamp: `${time.slice(0, 19).replace('T', ' ')}Z`,
    trace_id: trace,
    correlation_id: trace,
    ...(suberror !== undefined && { suberror }),
  });
}
